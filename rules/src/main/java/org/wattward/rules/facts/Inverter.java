package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A PV inverter.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasPower whether {@code powerW} is known
 * @param powerW active power; negative while producing
 * @param hasGeneration whether {@code generationW} is known
 * @param generationW what it produces, at least 0
 * @param hasReactivePower whether {@code reactivePowerVar} is known
 * @param reactivePowerVar reactive power; positive when it takes it, as a coil does
 * @param hasVoltage whether {@code voltagePu} is known
 * @param voltagePu mean of the phases' voltages over the nominal voltage
 * @param hasRatedPower whether {@code ratedPowerW} is known
 * @param ratedPowerW rated active power, from the device or the site file
 * @param ratedReactivePowerVar what it can give or take in reactive power, from the site file, else
 *     0.436 of its rated power (VDE-AR-N 4105)
 * @param hasActivePowerLimit whether {@code activePowerLimitPercent} is known
 * @param activePowerLimitPercent the limit in force in the device, of rated power
 * @param hasReactivePowerSetpoint whether {@code reactivePowerSetpointPercent} is known
 * @param reactivePowerSetpointPercent the setpoint in force in the device
 * @param offersActivePowerLimit whether the device has this writable point
 * @param offersReactivePowerSetpoint whether the device has a writable point {@code
 *     reactivePowerSetpoint}
 */
public record Inverter(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasGeneration,
    @In(value = Unit.W, when = "hasGeneration", from = "power") double generationW,
    boolean hasReactivePower,
    @In(value = Unit.VAR, when = "hasReactivePower", from = "reactivePower")
        double reactivePowerVar,
    boolean hasVoltage,
    @In(
            value = Unit.ONE,
            when = "hasVoltage",
            from = {"voltageL1", "voltageL2", "voltageL3"})
        double voltagePu,
    boolean hasRatedPower,
    @In(value = Unit.W, when = "hasRatedPower", from = "ratedPower") double ratedPowerW,
    @In(value = Unit.VAR, when = "hasRatedPower", from = "ratedPower") double ratedReactivePowerVar,
    boolean hasActivePowerLimit,
    @In(value = Unit.PERCENT, when = "hasActivePowerLimit", from = "activePowerLimit")
        double activePowerLimitPercent,
    boolean hasReactivePowerSetpoint,
    @In(value = Unit.PERCENT, when = "hasReactivePowerSetpoint", from = "reactivePowerSetpoint")
        double reactivePowerSetpointPercent,
    @Offers("activePowerLimit") boolean offersActivePowerLimit,
    @Offers("reactivePowerSetpoint") boolean offersReactivePowerSetpoint)
    implements DeviceFact {}
