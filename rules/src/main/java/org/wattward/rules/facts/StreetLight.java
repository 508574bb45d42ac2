package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * One dimmable street-light segment.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasDimLevel whether {@code dimLevelPercent} is known
 * @param dimLevelPercent light, of full light
 * @param hasPower whether {@code powerW} is known
 * @param powerW electric power
 * @param hasLamps whether {@code lamps} is known
 * @param lamps how many lamps it has
 * @param hasLampFailures whether {@code lampFailures} is known
 * @param lampFailures how many lamps have failed
 * @param hasTraffic whether {@code traffic} is known
 * @param traffic road users, so vehicles and people, counted in the last minute
 * @param leastDimLevelPercent least light its lighting class allows while it is dark, from the site
 *     file; 0 when not given
 * @param turn its turn when the zone changes its light: the share of the zone's lamps that stand
 *     before it, from 0 to below 1
 * @param offersDimLevel whether the device has this writable point
 */
public record StreetLight(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasDimLevel,
    @In(value = Unit.PERCENT, when = "hasDimLevel", from = "dimLevel") double dimLevelPercent,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasLamps,
    @In(value = Unit.COUNT, when = "hasLamps", from = "lamps") double lamps,
    boolean hasLampFailures,
    @In(value = Unit.COUNT, when = "hasLampFailures", from = "lampFailures") double lampFailures,
    boolean hasTraffic,
    @In(value = Unit.COUNT, when = "hasTraffic", from = "traffic") double traffic,
    @In(Unit.PERCENT) double leastDimLevelPercent,
    @In(Unit.ONE) double turn,
    @Offers("dimLevel") boolean offersDimLevel)
    implements DeviceFact {}
