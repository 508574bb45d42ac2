package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A car charger.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasPower whether {@code powerW} is known
 * @param powerW power
 * @param guaranteedPowerW power that the grid operator must leave it (EnWG section 14a: 4200 W); 0
 *     where the rule does not apply
 * @param offersCurrentLimit whether the device has this writable point
 */
public record Charger(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    @In(Unit.W) double guaranteedPowerW,
    @Offers("currentLimit") boolean offersCurrentLimit)
    implements DeviceFact {}
