package org.wattward.sim.district;

import java.util.SplittableRandom;

/** Small seeded noise that wanders around zero, so that measured values move as they do. */
final class Flicker {
  private final SplittableRandom random;
  private final double deviation;
  private final double memoryS;
  private double value;

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
    double kept = Math.exp(-seconds / memoryS);
    value = kept * value + Math.sqrt(1 - kept * kept) * deviation * random.nextGaussian();
    value = Math.clamp(value, -3 * deviation, 3 * deviation);
    return value;
  }
}
