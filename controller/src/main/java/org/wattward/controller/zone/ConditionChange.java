package org.wattward.controller.zone;

import org.wattward.rules.decide.Decider.Condition;

/**
 * A condition that rules state began or ended to hold.
 *
 * @param condition which
 * @param holds whether it holds from now on
 */
public record ConditionChange(Condition condition, boolean holds) {}
