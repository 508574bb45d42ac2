package org.wattward.sim.physics;

/**
 * A photovoltaic plant with its inverter.
 *
 * <p>Irradiance on the plane, cell temperature by Faiman (2008), efficiency over irradiance and
 * temperature by Huld et al. (2011) with the coefficients for crystalline silicon that PVGIS uses,
 * further losses as one share, then the inverter's limits: its rating, the share it is told, and
 * reactive power within its apparent power. Active power goes first.
 */
public final class PvModel {
  private static final double[] HULD = {
    -0.017237, -0.040465, -0.004702, 0.000149, 0.000170, 0.000005
  };

  /** Faiman's coefficients for free-standing crystalline silicon, W/(m²·K) and W·s/(m³·K). */
  private static final double FAIMAN_U0 = 26.9;

  private static final double FAIMAN_U1 = 6.2;

  private final Design design;
  private double availableW;
  private double powerW;
  private double reactivePowerVar;
  private double cellC;

  /**
   * A plant's numbers.
   *
   * @param peakW power under standard test conditions
   * @param slopeDeg tilt of its modules
   * @param azimuthDeg where they face; 180 is south
   * @param inverterVa the inverter's rating
   * @param lossShare cables, inverter, dirt, mismatch; PVGIS takes 0.14
   * @param mostReactiveShare most reactive power as a share of the rating: 0.436 is cos φ 0.9 at
   *     full power, VDE-AR-N 4105 above 4.6 kVA
   */
  public record Design(
      double peakW,
      double slopeDeg,
      double azimuthDeg,
      double inverterVa,
      double lossShare,
      double mostReactiveShare) {
    public Design {
      Check.positive("peakW", peakW);
      Check.inRange("slopeDeg", slopeDeg, 0, 90);
      Check.inRange("azimuthDeg", azimuthDeg, 0, 360);
      Check.positive("inverterVa", inverterVa);
      Check.inRange("lossShare", lossShare, 0, 0.9);
      Check.inRange("mostReactiveShare", mostReactiveShare, 0, 1);
    }

    /** A roof to the south at 35°, its inverter 10 % larger than its modules. */
    public static Design south(double peakW) {
      return new Design(peakW, 35, 180, 1.1 * peakW, 0.14, 0.436);
    }

    /** The same plant with another orientation. */
    public Design facing(double otherSlopeDeg, double otherAzimuthDeg) {
      return new Design(
          peakW, otherSlopeDeg, otherAzimuthDeg, inverterVa, lossShare, mostReactiveShare);
    }
  }

  /** A plant in the dark. */
  public PvModel(Design design) {
    this.design = design;
  }

  /**
   * Computes the plant at a moment; it has no memory, so a step has no length.
   *
   * @param sun where the sun stands
   * @param weather what comes down
   * @param limitPercent the most active power it may give, of its peak power; 100 is no limit
   * @param wishedVar reactive power wanted; positive is drawn (inductive), negative given
   */
  public void step(SunPosition sun, Weather weather, double limitPercent, double wishedVar) {
    double plane = Irradiance.onPlaneWPerM2(sun, weather, design.slopeDeg, design.azimuthDeg, true);
    cellC = weather.temperatureC() + plane / (FAIMAN_U0 + FAIMAN_U1 * weather.windMPerS());
    availableW = availableW(plane, cellC);
    generate(availableW, limitPercent, wishedVar);
  }

  /**
   * Takes a measured or given power in place of the weather.
   *
   * @param generatedW what the modules could give after all losses
   */
  public void follow(double generatedW, double limitPercent, double wishedVar) {
    availableW = Math.max(0, generatedW);
    generate(availableW, limitPercent, wishedVar);
  }

  private void generate(double possibleW, double limitPercent, double wishedVar) {
    double limitW = design.peakW * Math.clamp(limitPercent, 0, 100) / 100;
    double givenW = Math.min(Math.min(possibleW, limitW), design.inverterVa);
    powerW = -givenW;
    double most =
        Math.min(
            design.mostReactiveShare * design.inverterVa,
            Math.sqrt(Math.max(0, design.inverterVa * design.inverterVa - givenW * givenW)));
    reactivePowerVar = Math.clamp(wishedVar, -most, most);
  }

  private double availableW(double planeWPerM2, double cellTemperatureC) {
    double g = planeWPerM2 / 1000;
    if (g <= 0.001) {
      return 0;
    }
    double t = cellTemperatureC - 25;
    double ln = Math.log(g);
    double relative =
        1
            + HULD[0] * ln
            + HULD[1] * ln * ln
            + t * (HULD[2] + HULD[3] * ln + HULD[4] * ln * ln)
            + HULD[5] * t * t;
    return Math.max(0, design.peakW * g * relative * (1 - design.lossShare));
  }

  /** Power from the network's point of view: negative while it generates. */
  public double powerW() {
    return powerW;
  }

  /** What it could give without limits, positive. */
  public double availableW() {
    return availableW;
  }

  /** What limits keep it from giving, positive. */
  public double curtailedW() {
    return availableW + powerW;
  }

  /** Reactive power drawn; negative: given. */
  public double reactivePowerVar() {
    return reactivePowerVar;
  }

  /** Temperature of the cells. */
  public double cellC() {
    return cellC;
  }

  /** Its numbers. */
  public Design design() {
    return design;
  }
}
