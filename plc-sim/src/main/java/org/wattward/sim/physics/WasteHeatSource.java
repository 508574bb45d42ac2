package org.wattward.sim.physics;

/**
 * A plant that must get rid of heat, such as a data centre: part of its coolant is diverted into a
 * heat network, the rest goes to its own coolers.
 *
 * <p>What is electric becomes heat in the coolant; cooling it away costs fan and chiller power,
 * which diverting saves.
 */
public final class WasteHeatSource {
  private final Design design;
  private double availableW;
  private double givenW;
  private double rejectedW;
  private double coolingW;

  /**
   * A plant's numbers.
   *
   * @param captureShare share of its electric power that ends up in the coolant
   * @param outletC temperature of the coolant as it leaves the plant
   * @param leastReturnC the coldest coolant the plant takes back
   * @param coolingShare power its own coolers draw per rejected heat
   */
  public record Design(
      double captureShare, double outletC, double leastReturnC, double coolingShare) {
    public Design {
      Check.inRange("captureShare", captureShare, 0, 1);
      Check.inRange("leastReturnC", leastReturnC, -20, outletC);
      Check.inRange("coolingShare", coolingShare, 0, 1);
    }

    /**
     * A liquid-cooled data centre: 26 °C as at Klinik Floridsdorf in Vienna, 85 % captured, own
     * coolers at an energy efficiency ratio of 10.
     */
    public static Design dataCentre() {
      return new Design(0.85, 26, 18, 0.1);
    }
  }

  /** A plant that does not run yet. */
  public WasteHeatSource(Design design) {
    this.design = design;
  }

  /**
   * Goes one step.
   *
   * @param electricW what the plant draws
   * @param divert whether its valve lets the coolant into the network's heat exchanger
   * @param wantedW heat the network takes if it can have it
   */
  public void step(double electricW, boolean divert, double wantedW) {
    availableW = electricW * design.captureShare;
    givenW = divert ? Math.clamp(wantedW, 0, availableW) : 0;
    rejectedW = availableW - givenW;
    coolingW = rejectedW * design.coolingShare;
  }

  /** Heat in the coolant during the last step. */
  public double availableW() {
    return availableW;
  }

  /** Heat given to the network during the last step. */
  public double givenW() {
    return givenW;
  }

  /** Heat given to the plant's own coolers during the last step. */
  public double rejectedW() {
    return rejectedW;
  }

  /** Power of the plant's own coolers during the last step. */
  public double coolingW() {
    return coolingW;
  }

  /** Its numbers. */
  public Design design() {
    return design;
  }
}
