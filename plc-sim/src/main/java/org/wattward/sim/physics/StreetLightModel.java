package org.wattward.sim.physics;

/**
 * A segment of street lights: how much they draw and how bright they are at a dimming level.
 *
 * <p>Power is a fixed loss of the control gear plus a part that follows the level; light follows
 * the level. A lamp that has failed draws nothing and gives nothing.
 */
public final class StreetLightModel {
  private final Design design;
  private int failedLamps;
  private double levelPercent;
  private double powerW;
  private double burningHours;

  /**
   * A segment's lamps.
   *
   * @param lamps how many
   * @param lampW what one draws at full level, control gear included
   * @param gearShare share of that which the gear takes at any level while it burns, 0 for a power
   *     proportional to the level
   * @param standbyW what one draws dark while its supply is on
   * @param leastLevelPercent below this the gear does not dim
   * @param lightingClass what full level is designed for
   */
  public record Design(
      int lamps,
      double lampW,
      double gearShare,
      double standbyW,
      double leastLevelPercent,
      LightingClass lightingClass) {
    public Design {
      Check.inRange("lamps", lamps, 1, 100_000);
      Check.positive("lampW", lampW);
      Check.inRange("gearShare", gearShare, 0, 0.5);
      Check.notNegative("standbyW", standbyW);
      Check.inRange("leastLevelPercent", leastLevelPercent, 0, 50);
    }

    /** LED lights on a main road of class M3: 6 % gear loss, 0.4 W dark, dimmable to 10 %. */
    public static Design led(int lamps, double lampW) {
      return new Design(lamps, lampW, 0.06, 0.4, 10, LightingClass.M3);
    }
  }

  /** A dark segment with all its lamps whole. */
  public StreetLightModel(Design design) {
    this.design = design;
  }

  /** Takes lamps out of service, or brings all back with 0. */
  public void failLamps(int count) {
    failedLamps = (int) Check.inRange("count", count, 0, design.lamps);
  }

  /**
   * Goes one step.
   *
   * @param seconds its length
   * @param supplied whether the cabinet's contactor is closed
   * @param dimLevelPercent wished level, 0 is dark
   */
  public void step(double seconds, boolean supplied, double dimLevelPercent) {
    double wished = Math.clamp(dimLevelPercent, 0, 100);
    boolean burning = supplied && wished > 0;
    levelPercent = burning ? Math.max(design.leastLevelPercent, wished) : 0;
    powerW = supplied ? (design.lamps - failedLamps) * lampPowerW(levelPercent) : 0;
    burningHours += burning ? seconds / 3600 : 0;
  }

  private double lampPowerW(double level) {
    return level == 0
        ? design.standbyW
        : design.lampW * (design.gearShare + (1 - design.gearShare) * level / 100);
  }

  /** Power of all lamps during the last step. */
  public double powerW() {
    return powerW;
  }

  /** The level the lamps burn at. */
  public double levelPercent() {
    return levelPercent;
  }

  /** Mean luminance of the road, the failed lamps missing. */
  public double luminanceCdPerM2() {
    double whole = (double) (design.lamps - failedLamps) / design.lamps;
    return design.lightingClass.luminanceCdPerM2() * levelPercent / 100 * whole;
  }

  /** How many lamps have failed. */
  public int failedLamps() {
    return failedLamps;
  }

  /** Hours burnt so far. */
  public double burningHours() {
    return burningHours;
  }

  /** Its lamps. */
  public Design design() {
    return design;
  }
}
