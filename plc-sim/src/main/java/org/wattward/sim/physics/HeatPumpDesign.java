package org.wattward.sim.physics;

/**
 * A heat pump's ratings.
 *
 * @param curve its efficiency
 * @param ratedW electric power at full load
 * @param leastShare the least it can modulate to, share of the rated power; 1: on/off
 * @param standbyW what its electronics draw always; that heat is lost
 * @param leastLiftK lift below which the COP does not rise
 * @param mostDefrostShare share of the heat that defrosting takes at the worst, 0 for ground and
 *     water
 * @param highestSinkC above this it refuses to run
 * @param lowestSourceC below this it refuses to run
 * @param leastOnS shortest run
 * @param leastOffS shortest pause
 */
public record HeatPumpDesign(
    CopCurve curve,
    double ratedW,
    double leastShare,
    double standbyW,
    double leastLiftK,
    double mostDefrostShare,
    double highestSinkC,
    double lowestSourceC,
    double leastOnS,
    double leastOffS) {
  public HeatPumpDesign {
    Check.positive("ratedW", ratedW);
    Check.inRange("leastShare", leastShare, 0.05, 1);
    Check.notNegative("standbyW", standbyW);
    Check.notNegative("leastLiftK", leastLiftK);
    Check.inRange("mostDefrostShare", mostDefrostShare, 0, 0.3);
    Check.notNegative("leastOnS", leastOnS);
    Check.notNegative("leastOffS", leastOffS);
  }

  /** A modulating air-source pump of a house. */
  public static HeatPumpDesign air(double ratedW) {
    return new HeatPumpDesign(CopCurve.When2Heat.AIR, ratedW, 0.3, 8, 15, 0, 62, -22, 300, 300);
  }

  /** A modulating ground-source pump of a house. */
  public static HeatPumpDesign ground(double ratedW) {
    return new HeatPumpDesign(CopCurve.When2Heat.GROUND, ratedW, 0.3, 8, 15, 0, 65, -10, 300, 300);
  }

  /** A large pump that lifts waste heat into a network. */
  public static HeatPumpDesign booster(double ratedW) {
    return new HeatPumpDesign(
        new CopCurve.Carnot(0.5, 15), ratedW, 0.25, 50, 15, 0, 92, 5, 600, 600);
  }

  /**
   * The same pump modulating down to another power.
   *
   * @param leastW as much as the rated power: it knows only on and off
   */
  public HeatPumpDesign downTo(double leastW) {
    return new HeatPumpDesign(
        curve,
        ratedW,
        leastW / ratedW,
        standbyW,
        leastLiftK,
        mostDefrostShare,
        highestSinkC,
        lowestSourceC,
        leastOnS,
        leastOffS);
  }

  /**
   * The same pump with defrosting shown apart. The regressions of {@link CopCurve.When2Heat}
   * already hold a year's mean of it in their field factor, so this belongs to the Carnot curve.
   */
  public HeatPumpDesign withDefrost(double mostShare) {
    return new HeatPumpDesign(
        curve,
        ratedW,
        leastShare,
        standbyW,
        leastLiftK,
        mostShare,
        highestSinkC,
        lowestSourceC,
        leastOnS,
        leastOffS);
  }

  /** Least electric power of the compressor. */
  public double leastW() {
    return leastShare * ratedW;
  }

  /**
   * What defrosting takes at a source temperature: the most at 2 °C, where air is still moist and
   * the evaporator already below freezing, nothing at 7 °C and above or at -8 °C and below, linear
   * between. The corners are the frosting range of EN 14511's rating points; the shape is assumed.
   */
  double defrostShare(double sourceC) {
    if (mostDefrostShare == 0) {
      return 0;
    }
    if (sourceC >= 2) {
      return mostDefrostShare * Math.clamp((7 - sourceC) / 5, 0, 1);
    }
    return mostDefrostShare * Math.clamp((sourceC + 8) / 10, 0, 1);
  }
}
