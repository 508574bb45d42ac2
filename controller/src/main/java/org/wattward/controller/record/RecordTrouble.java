package org.wattward.controller.record;

import org.wattward.controller.alarm.Condition;

/**
 * Something about the record that needs a person while it holds.
 *
 * @param condition what it is
 * @param holds whether it does now
 */
public record RecordTrouble(Condition condition, boolean holds) {}
