package org.wattward.controller.record;

import java.time.Instant;

/**
 * A condition that a rule states began or ended to hold.
 *
 * @param time when
 * @param zone whose rules state it
 * @param name its name
 * @param subject what it is about
 * @param holds whether it holds from then on
 */
public record ConditionNote(
    Instant time, String zone, String name, String subject, boolean holds) {}
