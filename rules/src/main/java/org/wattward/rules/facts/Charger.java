package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A car charger.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasPower whether {@code powerW} is known
 * @param powerW power
 * @param hasRatedPower whether {@code ratedPowerW} is known
 * @param ratedPowerW most power it charges with
 * @param ratedA the current of {@code ratedPowerW} in each phase
 * @param guaranteedPowerW power that the grid operator must leave it (EnWG section 14a: 4200 W); 0
 *     where the rule does not apply
 * @param guaranteedA the current of {@code guaranteedPowerW} in each phase
 * @param sharedPowerW its part of what the operator must leave all controllable loads behind its
 *     connection together; the same as {@code guaranteedPowerW} when it is alone there
 * @param sharedA the current of {@code sharedPowerW} in each phase
 * @param offersCurrentLimit whether the device has this writable point
 */
public record Charger(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasRatedPower,
    @In(value = Unit.W, when = "hasRatedPower") double ratedPowerW,
    @In(value = Unit.AMPERE, when = "hasRatedPower") double ratedA,
    @In(Unit.W) double guaranteedPowerW,
    @In(Unit.AMPERE) double guaranteedA,
    @In(Unit.W) double sharedPowerW,
    @In(Unit.AMPERE) double sharedA,
    @Offers("currentLimit") boolean offersCurrentLimit)
    implements DeviceFact {}
