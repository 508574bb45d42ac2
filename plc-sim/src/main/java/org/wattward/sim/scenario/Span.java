package org.wattward.sim.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From when to when something holds.
 *
 * @param from its beginning; from ever if empty
 * @param lasts how long; for ever if empty
 */
record Span(Optional<Moment> from, Optional<Duration> lasts) {
  /**
   * Whether an instant lies in it.
   *
   * @param zero when the script began
   */
  boolean holds(Instant at, Instant zero) {
    Instant begin = from.map(moment -> moment.from(zero)).orElse(Instant.MIN);
    if (at.isBefore(begin)) {
      return false;
    }
    return lasts.isEmpty() || at.isBefore((from.isEmpty() ? zero : begin).plus(lasts.get()));
  }
}
