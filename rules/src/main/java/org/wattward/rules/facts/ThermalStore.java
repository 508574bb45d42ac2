package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A stratified thermal store.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasTopTemp whether {@code topTempC} is known
 * @param topTempC temperature at the top
 * @param hasMiddleTemp whether {@code middleTempC} is known
 * @param middleTempC temperature in the middle
 * @param hasBottomTemp whether {@code bottomTempC} is known
 * @param bottomTempC temperature at the bottom
 * @param hasStateOfCharge whether {@code stateOfChargePercent} is known
 * @param stateOfChargePercent heat content
 * @param hasChargePower whether {@code chargePowerW} is known
 * @param chargePowerW heat that goes in
 * @param hasDischargePower whether {@code dischargePowerW} is known
 * @param dischargePowerW heat that goes out
 */
public record ThermalStore(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasTopTemp,
    @In(value = Unit.CELSIUS, when = "hasTopTemp", from = "topTemp") double topTempC,
    boolean hasMiddleTemp,
    @In(value = Unit.CELSIUS, when = "hasMiddleTemp", from = "middleTemp") double middleTempC,
    boolean hasBottomTemp,
    @In(value = Unit.CELSIUS, when = "hasBottomTemp", from = "bottomTemp") double bottomTempC,
    boolean hasStateOfCharge,
    @In(value = Unit.PERCENT, when = "hasStateOfCharge", from = "stateOfCharge")
        double stateOfChargePercent,
    boolean hasChargePower,
    @In(value = Unit.W, when = "hasChargePower", from = "chargePower") double chargePowerW,
    boolean hasDischargePower,
    @In(value = Unit.W, when = "hasDischargePower", from = "dischargePower") double dischargePowerW)
    implements DeviceFact {}
