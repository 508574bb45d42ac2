package org.wattward.devices.point;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A point's value at a time, with its quality. Never {@code null}, never NaN.
 *
 * @param point which point
 * @param time when the value held: the source's time where the protocol gives one, else the time of
 *     receipt; UTC
 * @param value the value in the point's unit; switches are 0 and 1, states are their code. A bad
 *     reading carries no value: it is 0 here and must not be used, so prefer {@link #good()}
 * @param quality what the value is worth
 */
public record Reading(PointId point, Instant time, double value, Quality quality) {
  public Reading {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "A reading of %s cannot be %s. Maybe a not-a-number code is missing in its template."
              .formatted(point, value));
    }
    if (quality instanceof Quality.Bad) {
      value = 0;
    }
  }

  /** A believed reading. */
  public static Reading good(PointId point, Instant time, double value) {
    return new Reading(point, time, value, Quality.Known.GOOD);
  }

  /** A reading that could not be had or is not believed. */
  public static Reading bad(PointId point, Instant time, String reason) {
    return new Reading(point, time, 0, new Quality.Bad(reason));
  }

  /** The value if it is good, else nothing. */
  public OptionalDouble good() {
    return quality.isGood() ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /**
   * The value if it is good or stale, else nothing. For those who ask for stale values on purpose.
   */
  public OptionalDouble goodOrStale() {
    return quality instanceof Quality.Bad ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The same value, now stale; a bad reading stays bad. */
  public Reading stale() {
    return quality.isGood() ? new Reading(point, time, value, Quality.Known.STALE) : this;
  }
}
