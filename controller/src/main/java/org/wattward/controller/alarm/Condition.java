package org.wattward.controller.alarm;

import java.time.Duration;
import java.util.Optional;

/**
 * What an alarm is raised for.
 *
 * @param key names it; at most one alarm of a key is active
 * @param subject the device, link, point or part concerned
 * @param priority how soon somebody must act
 * @param cause what happened, a sentence
 * @param consequence what it leads to, a sentence
 * @param response what to do, a sentence
 * @param onDelay how long it must hold before it is announced
 * @param offDelay how long it must be gone before it is cleared
 * @param hiddenBy the key of the alarm that explains this one and hides it while it is active
 */
public record Condition(
    String key,
    String subject,
    Alarm.Priority priority,
    String cause,
    String consequence,
    String response,
    Duration onDelay,
    Duration offDelay,
    Optional<String> hiddenBy) {}
