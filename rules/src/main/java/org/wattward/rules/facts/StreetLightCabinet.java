package org.wattward.rules.facts;

import org.wattward.devices.quantity.Unit;

/**
 * The cabinet that switches and meters street-light segments.
 *
 * @param device the device's id
 * @param position its place among the zone's devices of this kind, from 0
 * @param hasContactor whether {@code contactorClosed} is known
 * @param contactorClosed whether the contactor is commanded closed
 * @param hasContactorFeedback whether {@code feedbackClosed} is known
 * @param feedbackClosed whether the contactor says it is closed
 * @param hasDoor whether {@code doorOpen} is known
 * @param doorOpen whether its door is open
 * @param hasPower whether {@code powerW} is known
 * @param powerW electric power
 * @param hasVoltage whether {@code voltagePu} is known
 * @param voltagePu voltage over the nominal voltage
 * @param offersContactor whether the device has this writable point
 */
public record StreetLightCabinet(
    String device,
    @In(Unit.COUNT) int position,
    boolean hasContactor,
    @From(value = "contactor", when = "hasContactor") boolean contactorClosed,
    boolean hasContactorFeedback,
    @From(value = "contactorFeedback", when = "hasContactorFeedback") boolean feedbackClosed,
    boolean hasDoor,
    @From(value = "doorOpen", when = "hasDoor") boolean doorOpen,
    boolean hasPower,
    @In(value = Unit.W, when = "hasPower", from = "power") double powerW,
    boolean hasVoltage,
    @In(value = Unit.ONE, when = "hasVoltage", from = "voltageL1") double voltagePu,
    @Offers("contactor") boolean offersContactor)
    implements DeviceFact {}
