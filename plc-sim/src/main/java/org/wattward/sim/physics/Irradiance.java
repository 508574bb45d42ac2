package org.wattward.sim.physics;

/**
 * What of the sun's light reaches a tilted plane. Diffuse sky by Hay and Davies (1980): the part
 * around the sun behaves as beam, the rest is even. The ground reflects a fifth.
 */
final class Irradiance {
  private static final double SOLAR_CONSTANT = 1361;
  private static final double ALBEDO = 0.2;

  /** Below this elevation the beam on the horizontal says nothing about the beam itself. */
  private static final double LEAST_ELEVATION_DEG = 2;

  private Irradiance() {}

  /**
   * Irradiance on a plane.
   *
   * @param sun where it stands
   * @param weather what comes down
   * @param slopeDeg 0 is flat, 90 upright
   * @param azimuthDeg where the plane faces; 180 is south
   * @param glazed whether what comes in flat is reflected, as from glass
   */
  static double onPlaneWPerM2(
      SunPosition sun, Weather weather, double slopeDeg, double azimuthDeg, boolean glazed) {
    double global = weather.globalWPerM2();
    if (global <= 0) {
      return 0;
    }
    double sinElevation = Math.sin(Math.toRadians(sun.elevationDeg()));
    boolean beamKnown = sun.elevationDeg() > LEAST_ELEVATION_DEG;
    double beamHorizontal = beamKnown ? weather.beamHorizontalWPerM2() : 0;
    double diffuse = global - beamHorizontal;
    double cosine = Math.max(0, sun.cosineOnto(slopeDeg, azimuthDeg));
    double ratio = beamKnown ? cosine / sinElevation : 0;
    double anisotropy = beamKnown ? Math.min(1, beamHorizontal / sinElevation / SOLAR_CONSTANT) : 0;
    double skyView = (1 + Math.cos(Math.toRadians(slopeDeg))) / 2;
    double direct = (beamHorizontal + anisotropy * diffuse) * ratio;
    double sky = (1 - anisotropy) * diffuse * skyView;
    double ground = global * ALBEDO * (1 - skyView);
    return glazed ? direct * transmitted(cosine) + 0.95 * (sky + ground) : direct + sky + ground;
  }

  /** Martin and Ruiz (2001) with their usual angular loss coefficient of 0.16. */
  private static double transmitted(double cosine) {
    double angular = 0.16;
    return -Math.expm1(-cosine / angular) / -Math.expm1(-1 / angular);
  }
}
