package org.wattward.sim.physics;

/**
 * A field of thermal solar collectors: {@code A · (η0·G − a1·ΔT − a2·ΔT²)}, the steady-state
 * equation of EN ISO 9806, never negative because the pump then stands still.
 *
 * @param areaM2 aperture
 * @param slopeDeg tilt
 * @param azimuthDeg where it faces; 180 is south
 * @param opticalEfficiency η0
 * @param linearLoss a1 in W/(m²·K)
 * @param quadraticLoss a2 in W/(m²·K²)
 */
public record SolarCollectorModel(
    double areaM2,
    double slopeDeg,
    double azimuthDeg,
    double opticalEfficiency,
    double linearLoss,
    double quadraticLoss) {
  public SolarCollectorModel {
    Check.positive("areaM2", areaM2);
    Check.inRange("slopeDeg", slopeDeg, 0, 90);
    Check.inRange("azimuthDeg", azimuthDeg, 0, 360);
    Check.inRange("opticalEfficiency", opticalEfficiency, 0.1, 0.95);
    Check.notNegative("linearLoss", linearLoss);
    Check.notNegative("quadraticLoss", quadraticLoss);
  }

  /** Flat collectors of good quality to the south at 40°. */
  public static SolarCollectorModel flat(double areaM2) {
    return new SolarCollectorModel(areaM2, 40, 180, 0.80, 3.5, 0.015);
  }

  /**
   * The heat it gives.
   *
   * @param sun where the sun stands
   * @param weather what comes down
   * @param meanFluidC mean temperature of the fluid in it
   */
  public double heatW(SunPosition sun, Weather weather, double meanFluidC) {
    double plane = Irradiance.onPlaneWPerM2(sun, weather, slopeDeg, azimuthDeg, false);
    double warmerK = meanFluidC - weather.temperatureC();
    double loss = linearLoss * warmerK + quadraticLoss * warmerK * Math.abs(warmerK);
    return Math.max(0, areaM2 * (opticalEfficiency * plane - loss));
  }
}
