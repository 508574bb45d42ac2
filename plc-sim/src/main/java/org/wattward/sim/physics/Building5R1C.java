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
    double ve = design.ventilationWPerK();
    double is = design.airToSurfaceWPerK();
    this.surfaceToAir = is / (is + ve);
    this.surfaceSumWPerK =
        design.surfaceToMassWPerK() + design.windowsWPerK() + is * ve / (is + ve);
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
    double tau = timeConstantS();
    double x = seconds / tau;
    double decay = Math.exp(-x);
    double restC = restingMassC(load);
    double start = massC;
    massC = restC + (start - restC) * decay;
    meanMassC = restC + (start - restC) * (x > 0 ? -Math.expm1(-x) / x : 1);
    solveNodes(meanMassC, load);
    meanSurfaceC = surfaceC;
    meanAirC = airC;
    lossW =
        design.massToOutdoorWPerK() * (meanMassC - load.outdoorC)
            + design.windowsWPerK() * (meanSurfaceC - load.outdoorC)
            + design.ventilationWPerK() * (meanAirC - load.outdoorC);
    solveNodes(massC, load);
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
    double mass = restC + (massC - restC) * Math.exp(-seconds / timeConstantS());
    return airAt(surfaceAt(mass, load), load);
  }

  /** The time constant of the mass, everything else following at once. */
  public double timeConstantS() {
    double sm = design.surfaceToMassWPerK();
    double throughSurface = sm * (surfaceSumWPerK - sm) / surfaceSumWPerK;
    return design.capacityJPerK() / (throughSurface + design.massToOutdoorWPerK());
  }

  /** The mass temperature at which nothing changes any more. */
  private double restingMassC(Load load) {
    double sm = design.surfaceToMassWPerK();
    double throughSurface = sm * (surfaceSumWPerK - sm) / surfaceSumWPerK;
    double drive =
        massHeatW(load)
            + design.massToOutdoorWPerK() * load.outdoorC
            + sm * surfaceDriveW(load) / surfaceSumWPerK;
    return drive / (throughSurface + design.massToOutdoorWPerK());
  }

  private void solveNodes(double atMassC, Load load) {
    surfaceC = surfaceAt(atMassC, load);
    airC = airAt(surfaceC, load);
  }

  private double surfaceAt(double atMassC, Load load) {
    return (design.surfaceToMassWPerK() * atMassC + surfaceDriveW(load)) / surfaceSumWPerK;
  }

  private double airAt(double atSurfaceC, Load load) {
    double is = design.airToSurfaceWPerK();
    double ve = design.ventilationWPerK();
    return (is * atSurfaceC + ve * load.outdoorC + airHeatW(load)) / (is + ve);
  }

  /** What outdoors and gains push into the surface node, the air node already eliminated. */
  private double surfaceDriveW(Load load) {
    return surfaceHeatW(load)
        + design.windowsWPerK() * load.outdoorC
        + surfaceToAir * (design.ventilationWPerK() * load.outdoorC + airHeatW(load));
  }

  /** Equation C.1: half of the internal gain, and the emitter's share. */
  private double airHeatW(Load load) {
    return 0.5 * load.internalW + design.emitter().airShare() * load.heatingW;
  }

  /** Equation C.2. */
  private double massHeatW(Load load) {
    return design.massShare() * (0.5 * load.internalW + load.solarW)
        + design.emitter().massShare() * load.heatingW;
  }

  /** Equation C.3; what goes straight out through the windows is not a gain. */
  private double surfaceHeatW(Load load) {
    return design.surfaceShare() * (0.5 * load.internalW + load.solarW)
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
