package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A battery.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasPower whether {@code powerW} is known
 * @param powerW power; positive while charging
 * @param hasStateOfCharge whether {@code stateOfChargePercent} is known
 * @param stateOfChargePercent energy content of its capacity
 * @param hasRatedPower whether {@code ratedPowerW} is known
 * @param ratedPowerW rated power, from the device or the site file
 * @param hasCapacity whether {@code capacityWh} is known
 * @param capacityWh usable capacity, from the device or the site file
 * @param offersPowerSetpoint whether the device has this writable point
 */
public record Battery(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasStateOfCharge,
    @In(value = Unit.PERCENT, when = "hasStateOfCharge", from = "stateOfCharge")
        double stateOfChargePercent,
    boolean hasRatedPower,
    @In(value = Unit.W, when = "hasRatedPower", from = "ratedPower") double ratedPowerW,
    boolean hasCapacity,
    @In(value = Unit.WH, when = "hasCapacity", from = "capacity") double capacityWh,
    @Offers("powerSetpoint") boolean offersPowerSetpoint)
    implements DeviceFact {}
