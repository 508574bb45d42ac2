package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A weather station.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasOutdoorTemp whether {@code outdoorTempC} is known
 * @param outdoorTempC outdoor temperature
 * @param hasGlobalIrradiance whether {@code globalIrradianceWPerM2} is known
 * @param globalIrradianceWPerM2 global horizontal irradiance
 * @param hasDiffuseIrradiance whether {@code diffuseIrradianceWPerM2} is known
 * @param diffuseIrradianceWPerM2 diffuse horizontal irradiance
 * @param hasWindSpeed whether {@code windSpeedMPerS} is known
 * @param windSpeedMPerS wind speed
 * @param hasIlluminance whether {@code illuminanceLx} is known
 * @param illuminanceLx illuminance
 * @param hasPrecipitation whether {@code precipitationMmPerH} is known
 * @param precipitationMmPerH rain, or snow as water
 * @param hasVisibility whether {@code visibilityM} is known
 * @param visibilityM meteorological visibility; below 1,000 m it is fog
 */
public record Weather(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasOutdoorTemp,
    @In(value = Unit.CELSIUS, when = "hasOutdoorTemp", from = "outdoorTemp") double outdoorTempC,
    boolean hasGlobalIrradiance,
    @In(value = Unit.W_PER_M2, when = "hasGlobalIrradiance", from = "globalIrradiance")
        double globalIrradianceWPerM2,
    boolean hasDiffuseIrradiance,
    @In(value = Unit.W_PER_M2, when = "hasDiffuseIrradiance", from = "diffuseIrradiance")
        double diffuseIrradianceWPerM2,
    boolean hasWindSpeed,
    @In(value = Unit.M_PER_S, when = "hasWindSpeed", from = "windSpeed") double windSpeedMPerS,
    boolean hasIlluminance,
    @In(value = Unit.LUX, when = "hasIlluminance", from = "illuminance") double illuminanceLx,
    boolean hasPrecipitation,
    @In(value = Unit.MM_PER_H, when = "hasPrecipitation", from = "precipitation")
        double precipitationMmPerH,
    boolean hasVisibility,
    @In(value = Unit.METRE, when = "hasVisibility", from = "visibility") double visibilityM)
    implements DeviceFact {}
