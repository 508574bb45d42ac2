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
 * @param sunAzimuthDeg the sun clockwise from north
 */
record Weather(
    double outdoorC,
    double globalWPerM2,
    double diffuseWPerM2,
    double windMPerS,
    double illuminanceLx,
    double sunElevationDeg,
    double sunAzimuthDeg) {}
