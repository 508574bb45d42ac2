package org.wattward.sim.physics;

import java.time.Instant;

/**
 * Temperature of undisturbed ground over depth and season: Kusuda and Achenbach (1965).
 *
 * @param meanC mean of the year, about that of the air
 * @param amplitudeK half the swing of the surface over the year
 * @param coldestDay day of the year when the surface is coldest
 * @param diffusivityM2PerDay of the soil; 0.05 is damp
 */
public record GroundTemperature(
    double meanC, double amplitudeK, double coldestDay, double diffusivityM2PerDay) {
  private static final double YEAR_D = 365.25;

  public GroundTemperature {
    Check.notNegative("amplitudeK", amplitudeK);
    Check.positive("diffusivityM2PerDay", diffusivityM2PerDay);
  }

  /** Central Germany: 10 °C on the mean, 9 K of swing, coldest at the end of January. */
  public static GroundTemperature germany() {
    return new GroundTemperature(10, 9, 30, 0.05);
  }

  /** The temperature at a depth. */
  public double atC(Instant time, double depthM) {
    return onDayC(time.getEpochSecond() / 86_400.0 % YEAR_D, depthM);
  }

  /**
   * The temperature at a depth.
   *
   * @param day of the year, from 0, with its fraction
   */
  public double onDayC(double day, double depthM) {
    double damping = Math.sqrt(Math.PI / (YEAR_D * diffusivityM2PerDay));
    double lag = depthM * damping * YEAR_D / (2 * Math.PI);
    return meanC
        - amplitudeK
            * Math.exp(-depthM * damping)
            * Math.cos(2 * Math.PI / YEAR_D * (day - coldestDay - lag));
  }
}
