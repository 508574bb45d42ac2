package org.wattward.sim.physics;

/**
 * The weather at a moment.
 *
 * @param temperatureC outdoor air
 * @param globalWPerM2 irradiance on the horizontal
 * @param diffuseWPerM2 the part of it that does not come from the sun's disc
 * @param windMPerS wind speed at 10 m
 */
public record Weather(
    double temperatureC, double globalWPerM2, double diffuseWPerM2, double windMPerS) {

  /** Irradiance of the sun's beam on the horizontal. */
  public double beamHorizontalWPerM2() {
    return Math.max(0, globalWPerM2 - diffuseWPerM2);
  }
}
