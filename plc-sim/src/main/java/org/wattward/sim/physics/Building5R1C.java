package org.wattward.sim.physics;

/**
 * A building as five resistances and one capacity: the simple hourly method of ISO 13790:2008,
 * clause 7.2.2 and annex C.
 *
 * <p>Air, inner surfaces and mass are three nodes; only the mass stores heat. Over a step the
 * inputs are constant and the mass then follows an exponential, which is solved exactly in place of
 * the standard's Crank-Nicolson step, so the length of the step does not matter. Mean temperatures
 * of the step go with the energy balance, temperatures at its end with the sensors.
 */
public final class Building5R1C {
  private final BuildingDesign design;

  /** Of surface and air temperatures, per node and heat; see {@link #solveNodes}. */
  private final double surfaceToAir;

  private final double surfaceSumWPerK;

  // What follows from the design alone, so that a step need not find it again.
  private final double surfaceToMass;
  private final double massToOutdoor;
  private final double windows;
  private final double ventilation;
  private final double airToSurface;
  private final double airSumWPerK;
  private final double massSumWPerK;
  private final double timeConstantS;
  private final double massShare;
  private final double surfaceShare;

  /** Length of the step that {@link #decay} and {@link #meanShare} belong to. */
  private double stepS;

  private double decay = 1;
  private double meanShare = 1;

  private double massC;
  private double airC;
  private double surfaceC;
  private double meanMassC;
  private double meanAirC;
  private double meanSurfaceC;
  private double lossW;

  /**
   * A building at rest.
   *
   * @param design what it is made of
   * @param initialC the temperature of everything in it
   */
  public Building5R1C(BuildingDesign design, double initialC) {
    this.design = design;
    this.massC = initialC;
    this.airC = initialC;
    this.surfaceC = initialC;
    this.ventilation = design.ventilationWPerK();
    this.windows = design.windowsWPerK();
    this.surfaceToMass = design.surfaceToMassWPerK();
    this.massToOutdoor = design.massToOutdoorWPerK();
    this.massShare = design.massShare();
    this.surfaceShare = design.surfaceShare();
    this.airToSurface = design.airToSurfaceWPerK();
    this.airSumWPerK = airToSurface + ventilation;
    this.surfaceToAir = airToSurface / airSumWPerK;
    this.surfaceSumWPerK = surfaceToMass + windows + airToSurface * ventilation / airSumWPerK;
    double throughSurface = surfaceToMass * (surfaceSumWPerK - surfaceToMass) / surfaceSumWPerK;
    this.massSumWPerK = throughSurface + massToOutdoor;
    this.timeConstantS = design.capacityJPerK() / massSumWPerK;
  }

  /**
   * What acts on a building during a step.
   *
   * @param outdoorC outdoor air, which is also what ventilation brings in
   * @param solarW solar gain through all windows
   * @param internalW people and appliances
   * @param heatingW what the emitters give off; negative: cooling
   */
  public record Load(double outdoorC, double solarW, double internalW, double heatingW) {
    Load withHeatingW(double otherW) {
      return new Load(outdoorC, solarW, internalW, otherW);
    }
  }

  /**
   * Goes one step.
   *
   * @param seconds its length
   * @param load what acts, constant over the step
   */
  public void step(double seconds, Load load) {
    takeStep(seconds);
    double restC = restingMassC(load);
    double start = massC;
    massC = restC + (start - restC) * decay;
    meanMassC = restC + (start - restC) * meanShare;
    solveNodes(meanMassC, load);
    meanSurfaceC = surfaceC;
    meanAirC = airC;
    lossW =
        massToOutdoor * (meanMassC - load.outdoorC)
            + windows * (meanSurfaceC - load.outdoorC)
            + ventilation * (meanAirC - load.outdoorC);
    solveNodes(massC, load);
  }

  private void takeStep(double seconds) {
    if (seconds != stepS) {
      stepS = seconds;
      double x = seconds / timeConstantS;
      decay = Math.exp(-x);
      meanShare = x > 0 ? -Math.expm1(-x) / x : 1;
    }
  }

  /**
   * The heating power that brings the air to a temperature at the end of a step, as annex C.4 finds
   * it: the air temperature is linear in the power.
   *
   * @param seconds length of the step
   * @param load what acts; its heating is ignored
   * @param airTargetC the wish
   * @return the power, negative when it would have to cool
   */
  public double heatingForAirW(double seconds, Load load, double airTargetC) {
    double none = airAfter(seconds, load.withHeatingW(0));
    double some = airAfter(seconds, load.withHeatingW(1000));
    return 1000 * (airTargetC - none) / (some - none);
  }

  private double airAfter(double seconds, Load load) {
    double restC = restingMassC(load);
    double mass = restC + (massC - restC) * Math.exp(-seconds / timeConstantS);
    return airAt(surfaceAt(mass, load), load);
  }

  /** The time constant of the mass, everything else following at once. */
  public double timeConstantS() {
    return timeConstantS;
  }

  /** The mass temperature at which nothing changes any more. */
  private double restingMassC(Load load) {
    double drive =
        massHeatW(load)
            + massToOutdoor * load.outdoorC
            + surfaceToMass * surfaceDriveW(load) / surfaceSumWPerK;
    return drive / massSumWPerK;
  }

  private void solveNodes(double atMassC, Load load) {
    surfaceC = surfaceAt(atMassC, load);
    airC = airAt(surfaceC, load);
  }

  private double surfaceAt(double atMassC, Load load) {
    return (surfaceToMass * atMassC + surfaceDriveW(load)) / surfaceSumWPerK;
  }

  private double airAt(double atSurfaceC, Load load) {
    return (airToSurface * atSurfaceC + ventilation * load.outdoorC + airHeatW(load)) / airSumWPerK;
  }

  /** What outdoors and gains push into the surface node, the air node already eliminated. */
  private double surfaceDriveW(Load load) {
    return surfaceHeatW(load)
        + windows * load.outdoorC
        + surfaceToAir * (ventilation * load.outdoorC + airHeatW(load));
  }

  /** Equation C.1: half of the internal gain, and the emitter's share. */
  private double airHeatW(Load load) {
    return 0.5 * load.internalW + design.emitter().airShare() * load.heatingW;
  }

  /** Equation C.2. */
  private double massHeatW(Load load) {
    return massShare * (0.5 * load.internalW + load.solarW)
        + design.emitter().massShare() * load.heatingW;
  }

  /** Equation C.3; what goes straight out through the windows is not a gain. */
  private double surfaceHeatW(Load load) {
    return surfaceShare * (0.5 * load.internalW + load.solarW)
        + design.emitter().surfaceShare() * load.heatingW;
  }

  /** The heat that came in over a step with this load: emitters, people, sun. */
  public double gainsW(Load load) {
    return airHeatW(load) + massHeatW(load) + surfaceHeatW(load);
  }

  /** Mean heat lost to outdoors during the last step. */
  public double lossW() {
    return lossW;
  }

  /** Air temperature at the end of the last step. */
  public double airC() {
    return airC;
  }

  /** Mean air temperature of the last step. */
  public double meanAirC() {
    return meanAirC;
  }

  /** Temperature of inner surfaces at the end of the last step. */
  public double surfaceC() {
    return surfaceC;
  }

  /** Operative temperature, ISO 13790 equation C.12: 0.3 air and 0.7 surfaces. */
  public double operativeC() {
    return 0.3 * airC + 0.7 * surfaceC;
  }

  /** Temperature of the mass at the end of the last step. */
  public double massC() {
    return massC;
  }

  /** Heat stored in the mass above 0 °C. */
  public double storedJ() {
    return design.capacityJPerK() * massC;
  }

  /** What it is made of. */
  public BuildingDesign design() {
    return design;
  }
}
