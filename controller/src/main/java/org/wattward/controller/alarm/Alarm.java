package org.wattward.controller.alarm;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that needs a person (ISA-18.2: cause, consequence, response).
 *
 * @param key names the condition; at most one alarm of a key is active
 * @param subject the device, link, point or part concerned
 * @param priority how soon somebody must act
 * @param cause what happened, a sentence
 * @param consequence what it leads to, a sentence
 * @param response what to do, a sentence
 * @param raised when it came
 * @param cleared when it went, if it has
 * @param acknowledgedBy who has seen it, if anybody
 */
public record Alarm(
    String key,
    String subject,
    Priority priority,
    String cause,
    String consequence,
    String response,
    Instant raised,
    Optional<Instant> cleared,
    Optional<String> acknowledgedBy) {

  /** How soon somebody must act. */
  public enum Priority {
    HIGH,
    MEDIUM,
    LOW
  }

  /** Whether its condition still holds. */
  public boolean isActive() {
    return cleared.isEmpty();
  }

  /** The alarm of a condition that just came. */
  static Alarm of(Condition condition, Instant raised) {
    return new Alarm(
        condition.key(),
        condition.subject(),
        condition.priority(),
        condition.cause(),
        condition.consequence(),
        condition.response(),
        raised,
        Optional.empty(),
        Optional.empty());
  }

  Alarm cleared(Instant at) {
    return new Alarm(
        key,
        subject,
        priority,
        cause,
        consequence,
        response,
        raised,
        Optional.of(at),
        acknowledgedBy);
  }

  Alarm acknowledged(String person) {
    return new Alarm(
        key, subject, priority, cause, consequence, response, raised, cleared, Optional.of(person));
  }
}
