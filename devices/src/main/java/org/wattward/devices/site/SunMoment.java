package org.wattward.devices.site;

import java.time.Duration;

/**
 * A moment of each day that the sun gives.
 *
 * @param elevationDeg how high the sun's centre stands over the horizon then, without refraction
 * @param rising whether in the morning, else in the evening
 * @param offset how long after it, negative for before
 */
public record SunMoment(double elevationDeg, boolean rising, Duration offset) {
  /**
   * The sun's upper edge on the horizon: 34 minutes of arc of refraction and 16 of the sun's
   * radius, as the almanacs have it.
   */
  public static final double SUNRISE_DEG = -0.8333;

  /** Civil twilight. */
  public static final double CIVIL_DEG = -6;

  /** Nautical twilight. */
  public static final double NAUTICAL_DEG = -12;
}
