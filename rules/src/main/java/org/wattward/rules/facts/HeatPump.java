package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A heat pump, also a booster heat pump of a heat network.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param template the id of the device's template
 * @param booster whether it lifts heat into the network instead of heating one house
 * @param hasPower whether {@code powerW} is known
 * @param powerW electric power
 * @param hasHeatPower whether {@code heatPowerW} is known
 * @param heatPowerW heat given out
 * @param hasRatedPower whether {@code ratedPowerW} is known
 * @param ratedPowerW greatest electric power, from the site file
 * @param guaranteedPowerW electric power that the grid operator must leave it (EnWG section 14a:
 *     4200 W); 0 where the rule does not apply
 * @param sharedPowerW its part of what the operator must leave all controllable loads behind its
 *     connection together; the same as {@code guaranteedPowerW} when it is alone there
 * @param hasSupplyTemp whether {@code supplyTempC} is known
 * @param supplyTempC supply temperature
 * @param hasReturnTemp whether {@code returnTempC} is known
 * @param returnTempC return temperature
 * @param hasSourceTemp whether {@code sourceTempC} is known
 * @param sourceTempC temperature of the source at its inlet
 * @param hasOutdoorTemp whether {@code outdoorTempC} is known
 * @param outdoorTempC outdoor temperature by its own sensor
 * @param hasRoomTemp whether {@code roomTempC} is known
 * @param roomTempC room temperature
 * @param hasHotWaterTemp whether {@code hotWaterTempC} is known
 * @param hotWaterTempC hot water temperature
 * @param hasBufferTemp whether {@code bufferTempC} is known
 * @param bufferTempC buffer temperature
 * @param hasLift whether {@code liftK} is known
 * @param liftK supply temperature minus source temperature
 * @param hasIdealCop whether {@code idealCop} is known
 * @param idealCop Carnot's coefficient of performance between source and supply temperature; real
 *     machines reach 0.4 to 0.5 of it
 * @param offersPowerLimit whether the device has this writable point
 * @param offersPowerSetpoint whether the device has this writable point
 * @param offersSgReady whether the device has this writable point
 * @param offersSupplyTempSetpoint whether the device has a writable point {@code
 *     supplyTempSetpoint}
 */
public record HeatPump(
    String device,
    @In(Unit.COUNT) int position,
    String template,
    boolean booster,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasHeatPower,
    @In(value = Unit.W, when = "hasHeatPower", from = "heatPower") double heatPowerW,
    boolean hasRatedPower,
    @In(value = Unit.W, when = "hasRatedPower") double ratedPowerW,
    @In(Unit.W) double guaranteedPowerW,
    @In(Unit.W) double sharedPowerW,
    boolean hasSupplyTemp,
    @In(value = Unit.CELSIUS, when = "hasSupplyTemp", from = "supplyTemp") double supplyTempC,
    boolean hasReturnTemp,
    @In(value = Unit.CELSIUS, when = "hasReturnTemp", from = "returnTemp") double returnTempC,
    boolean hasSourceTemp,
    @In(value = Unit.CELSIUS, when = "hasSourceTemp", from = "sourceTemp") double sourceTempC,
    boolean hasOutdoorTemp,
    @In(value = Unit.CELSIUS, when = "hasOutdoorTemp", from = "outdoorTemp") double outdoorTempC,
    boolean hasRoomTemp,
    @In(value = Unit.CELSIUS, when = "hasRoomTemp", from = "roomTemp") double roomTempC,
    boolean hasHotWaterTemp,
    @In(value = Unit.CELSIUS, when = "hasHotWaterTemp", from = "hotWaterTemp") double hotWaterTempC,
    boolean hasBufferTemp,
    @In(value = Unit.CELSIUS, when = "hasBufferTemp", from = "bufferTemp") double bufferTempC,
    boolean hasLift,
    @In(
            value = Unit.KELVIN,
            when = "hasLift",
            from = {"supplyTemp", "sourceTemp"})
        double liftK,
    boolean hasIdealCop,
    @In(
            value = Unit.ONE,
            when = "hasIdealCop",
            from = {"supplyTemp", "sourceTemp"})
        double idealCop,
    @Offers("powerLimit") boolean offersPowerLimit,
    @Offers("powerSetpoint") boolean offersPowerSetpoint,
    @Offers("sgReady") boolean offersSgReady,
    @Offers("supplyTempSetpoint") boolean offersSupplyTempSetpoint)
    implements DeviceFact {}
