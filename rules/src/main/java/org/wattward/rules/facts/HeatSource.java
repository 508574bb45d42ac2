package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A source of waste heat.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param rank its place in the order of use: 1 waste heat, 2 solar heat, 3 and more what is called
 *     only when those do not suffice, dearer ones last; 1 when the site file does not say
 * @param hasHeatAvailable whether {@code heatAvailableW} is known
 * @param heatAvailableW heat it could give now
 * @param hasHeatPower whether {@code heatPowerW} is known
 * @param heatPowerW heat it gives to the district
 * @param hasSupplyTemp whether {@code supplyTempC} is known
 * @param supplyTempC temperature of the heat it offers
 * @param hasReturnTemp whether {@code returnTempC} is known
 * @param returnTempC temperature of the water it gets back
 * @param hasPower whether {@code powerW} is known
 * @param powerW electric power
 * @param hasCoolerPower whether {@code coolerPowerW} is known
 * @param coolerPowerW electric power of its own dry cooler
 * @param hasDivert whether {@code diverted} is known
 * @param diverted whether its heat goes to the district
 * @param offersDivert whether the device has this writable point
 */
public record HeatSource(
    String device,
    @In(Unit.COUNT) int position,
    @In(Unit.COUNT) int rank,
    boolean hasHeatAvailable,
    @In(value = Unit.W, when = "hasHeatAvailable", from = "heatAvailable") double heatAvailableW,
    boolean hasHeatPower,
    @In(value = Unit.W, when = "hasHeatPower", from = "heatPower") double heatPowerW,
    boolean hasSupplyTemp,
    @In(value = Unit.CELSIUS, when = "hasSupplyTemp", from = "supplyTemp") double supplyTempC,
    boolean hasReturnTemp,
    @In(value = Unit.CELSIUS, when = "hasReturnTemp", from = "returnTemp") double returnTempC,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasCoolerPower,
    @In(value = Unit.W, when = "hasCoolerPower", from = "coolerPower") double coolerPowerW,
    boolean hasDivert,
    @From(value = "divert", when = "hasDivert") boolean diverted,
    @Offers("divert") boolean offersDivert)
    implements DeviceFact {}
