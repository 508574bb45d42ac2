package org.wattward.sim.district;

/**
 * The weather of a moment.
 *
 * @param outdoorC outdoor air
 * @param globalWPerM2 irradiance on the horizontal
 * @param diffuseWPerM2 its diffuse part
 * @param windMPerS wind speed
 * @param illuminanceLx daylight on the horizontal
 * @param sunElevationDeg the sun over the horizon
 */
record Weather(
    double outdoorC,
    double globalWPerM2,
    double diffuseWPerM2,
    double windMPerS,
    double illuminanceLx,
    double sunElevationDeg) {}
