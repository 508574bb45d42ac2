package org.wattward.sim.scenario;

import java.time.Duration;
import java.time.Instant;

/** When something happens, by the district's calendar. */
public sealed interface Moment {
  /**
   * So long after the script has begun.
   *
   * @param span zero or more
   */
  record After(Duration span) implements Moment {}

  /** At a time of day. */
  record At(Instant instant) implements Moment {}

  /**
   * The time of day.
   *
   * @param zero when the script began
   */
  default Instant from(Instant zero) {
    return switch (this) {
      case After(Duration span) -> zero.plus(span);
      case At(Instant instant) -> instant;
    };
  }
}
