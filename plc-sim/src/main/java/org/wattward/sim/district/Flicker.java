package org.wattward.sim.district;

import java.util.SplittableRandom;

/** Small seeded noise that wanders around zero, so that measured values move as they do. */
final class Flicker {
  private final SplittableRandom random;
  private final double deviation;
  private final double memoryS;
  private double value;
  private double stepS;
  private double kept;
  private double fresh;

  /**
   * Noise.
   *
   * @param deviation its standard deviation
   * @param memoryS how long it remembers itself
   */
  Flicker(SplittableRandom random, double deviation, double memoryS) {
    this.random = random;
    this.deviation = deviation;
    this.memoryS = memoryS;
  }

  /** The next value, never more than three deviations from zero. */
  double next(double seconds) {
    if (seconds != stepS) {
      stepS = seconds;
      kept = Math.exp(-seconds / memoryS);
      fresh = Math.sqrt(1 - kept * kept) * deviation;
    }
    value = Math.clamp(kept * value + fresh * random.nextGaussian(), -3 * deviation, 3 * deviation);
    return value;
  }
}
