package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * A meter.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param transformer whether it measures the whole feeder at its transformer
 * @param hasPower whether {@code powerW} is known
 * @param powerW active power; negative while feeding in
 * @param hasReactivePower whether {@code reactivePowerVar} is known
 * @param reactivePowerVar reactive power; positive when it is taken, as a coil does
 * @param hasVoltage whether {@code voltagePu} is known
 * @param voltagePu mean of the phases' voltages over the nominal voltage
 * @param hasPowerFactor whether {@code powerFactor} is known
 * @param powerFactor power factor
 * @param hasUnbalance whether {@code unbalanceW} is known
 * @param unbalanceW power of the most loaded phase minus that of the least loaded
 */
public record Meter(
    String device,
    @In(Unit.COUNT) int position,
    boolean transformer,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasReactivePower,
    @In(value = Unit.VAR, when = "hasReactivePower", from = "reactivePower")
        double reactivePowerVar,
    boolean hasVoltage,
    @In(
            value = Unit.ONE,
            when = "hasVoltage",
            from = {"voltageL1", "voltageL2", "voltageL3"})
        double voltagePu,
    boolean hasPowerFactor,
    @In(value = Unit.ONE, when = "hasPowerFactor", from = "powerFactor") double powerFactor,
    boolean hasUnbalance,
    @In(
            value = Unit.W,
            when = "hasUnbalance",
            from = {"powerL1", "powerL2", "powerL3"})
        double unbalanceW)
    implements DeviceFact {}
