package org.wattward.sim.physics;

/**
 * A heat network: it carries what its sources give to its houses, at the supply temperature of its
 * curve, and loses some to the ground on the way. What the sources do not cover, the peak boiler
 * does; what they give too much is not taken.
 *
 * <p>The water is taken as steady within a step. The work of the pumps ends as heat in the water.
 */
public final class HeatNetworkModel {
  private final Design design;
  private double supplyC;
  private double returnC;
  private double pipeLossW;
  private double pumpW;
  private double takenW;
  private double boilerHeatW;
  private double deliveredW;
  private double missingW;

  /**
   * A network's numbers.
   *
   * @param curve its temperatures
   * @param pipeLossWPerK loss of all pipes, supply and return together, per kelvin of their mean
   *     above the ground
   * @param ratedFlowKgPerS flow the pumps are made for
   * @param ratedHeadPa pressure they give at that flow; it falls with the square of the flow
   * @param pumpEfficiency of pump and motor together
   * @param boilerW most heat of the peak boiler
   * @param boilerEfficiency heat per fuel
   */
  public record Design(
      HeatingCurve curve,
      double pipeLossWPerK,
      double ratedFlowKgPerS,
      double ratedHeadPa,
      double pumpEfficiency,
      double boilerW,
      double boilerEfficiency) {
    public Design {
      Check.notNegative("pipeLossWPerK", pipeLossWPerK);
      Check.positive("ratedFlowKgPerS", ratedFlowKgPerS);
      Check.notNegative("ratedHeadPa", ratedHeadPa);
      Check.inRange("pumpEfficiency", pumpEfficiency, 0.1, 0.95);
      Check.notNegative("boilerW", boilerW);
      Check.inRange("boilerEfficiency", boilerEfficiency, 0.5, 1.1);
    }

    /** A local network for a demand: 12 % loss at full load, 2 bar, a boiler for all of it. */
    public static Design local(HeatingCurve curve, double ratedDemandW) {
      double spreadK = Math.max(5, curve.supplyC(-12) - curve.returnC(-12));
      double meanC = (curve.supplyC(-12) + curve.returnC(-12)) / 2;
      return new Design(
          curve,
          0.12 * ratedDemandW / (meanC - 10),
          ratedDemandW / (spreadK * ThermalStoreModel.WATER_J_PER_KG_K),
          2e5,
          0.6,
          1.2 * ratedDemandW,
          0.92);
    }
  }

  /** A network before its first step. */
  public HeatNetworkModel(Design design) {
    this.design = design;
  }

  /**
   * What the sources have to give together so that the boiler stays off.
   *
   * @param demandW heat the houses take
   * @param outdoorC outdoor air
   * @param groundC ground around the pipes
   */
  public double needW(double demandW, double outdoorC, double groundC) {
    double supply = design.curve.supplyC(outdoorC);
    double back = design.curve.returnC(outdoorC);
    return Math.max(0, demandW + lossW(supply, back, groundC) - pumpPowerW(demandW, supply, back));
  }

  /**
   * Goes one step.
   *
   * @param demandW heat the houses want
   * @param outdoorC outdoor air
   * @param groundC ground around the pipes
   * @param offeredW heat all sources but the boiler give together
   * @param boilerAllowed whether the boiler may run
   */
  public void step(
      double demandW, double outdoorC, double groundC, double offeredW, boolean boilerAllowed) {
    supplyC = design.curve.supplyC(outdoorC);
    returnC = design.curve.returnC(outdoorC);
    pipeLossW = lossW(supplyC, returnC, groundC);
    pumpW = pumpPowerW(demandW, supplyC, returnC);
    double needW = demandW + pipeLossW - pumpW;
    takenW = Math.clamp(offeredW, 0, Math.max(0, needW));
    double restW = Math.max(0, needW - takenW);
    boilerHeatW = boilerAllowed ? Math.min(restW, design.boilerW) : 0;
    deliveredW = takenW + boilerHeatW + pumpW - pipeLossW;
    missingW = demandW - deliveredW;
  }

  private double lossW(double supply, double back, double groundC) {
    return design.pipeLossWPerK * ((supply + back) / 2 - groundC);
  }

  private double pumpPowerW(double demandW, double supply, double back) {
    double spreadK = Math.max(5, supply - back);
    double flow = Math.max(0, demandW) / (spreadK * ThermalStoreModel.WATER_J_PER_KG_K);
    double share = flow / design.ratedFlowKgPerS;
    return flow / 1000 * design.ratedHeadPa * share * share / design.pumpEfficiency;
  }

  /** How much of the flow a source of this temperature can heat up to supply, 0 to 1. */
  public double directShare(double sourceC, double approachK) {
    double spreadK = supplyC - returnC;
    return spreadK <= 0 ? 1 : Math.clamp((sourceC - approachK - returnC) / spreadK, 0, 1);
  }

  /** Supply temperature during the last step. */
  public double supplyC() {
    return supplyC;
  }

  /** Return temperature during the last step. */
  public double returnC() {
    return returnC;
  }

  /** Heat lost to the ground during the last step. */
  public double pipeLossW() {
    return pipeLossW;
  }

  /** Electric power of the pumps during the last step. */
  public double pumpW() {
    return pumpW;
  }

  /** What was taken of the sources' offer during the last step. */
  public double takenW() {
    return takenW;
  }

  /** Heat of the boiler during the last step. */
  public double boilerHeatW() {
    return boilerHeatW;
  }

  /** Fuel of the boiler during the last step. */
  public double boilerFuelW() {
    return boilerHeatW / design.boilerEfficiency;
  }

  /** Heat that reached the houses during the last step. */
  public double deliveredW() {
    return deliveredW;
  }

  /** Heat the houses wanted and did not get; negative when losses alone left too much. */
  public double missingW() {
    return missingW;
  }

  /** Its numbers. */
  public Design design() {
    return design;
  }
}
