package org.wattward.controller.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What must be remembered of a point to spare its equipment.
 *
 * @param setpoint the last setpoint, in the point's unit; empty when nothing is known of it
 * @param changedNanos when it came to that, on the monotonic clock: when it was decided, and from
 *     the moment it was sent on, that
 * @param startsNanos when it went up from its least value, within the last hour, oldest first
 */
public record PointMemory(OptionalDouble setpoint, long changedNanos, List<Long> startsNanos) {
  /** Nothing is known of the point. */
  public static final PointMemory NONE = new PointMemory(OptionalDouble.empty(), 0, List.of());

  static final long HOUR_NANOS = 3_600_000_000_000L;

  public PointMemory {
    startsNanos = List.copyOf(startsNanos);
  }

  /**
   * A point that was found with a value, nobody knows since when.
   *
   * @param value in the point's unit
   * @param nowNanos when it was found; the value counts as a day old
   */
  public static PointMemory found(double value, long nowNanos) {
    return new PointMemory(OptionalDouble.of(value), nowNanos - 24 * HOUR_NANOS, List.of());
  }

  /**
   * The memory after a decision.
   *
   * @param value the setpoint decided
   * @param leastValue the point's least value: going up from it is a start
   * @param nowNanos the time of the decision
   */
  PointMemory after(double value, double leastValue, long nowNanos) {
    if (setpoint.isPresent() && setpoint.getAsDouble() == value) {
      return this;
    }
    List<Long> starts = new ArrayList<>(startsNanos);
    starts.removeIf(start -> nowNanos - start >= HOUR_NANOS);
    if (setpoint.isPresent() && setpoint.getAsDouble() <= leastValue && value > leastValue) {
      starts.add(nowNanos);
    }
    return new PointMemory(OptionalDouble.of(value), nowNanos, starts);
  }

  /**
   * The memory once the setpoint was really sent: what the device bears counts from there, not from
   * the decision, which a slow or absent device may have let wait.
   *
   * @param sentNanos when, on the monotonic clock
   */
  PointMemory sent(long sentNanos) {
    if (setpoint.isEmpty() || sentNanos - changedNanos <= 0) {
      return this;
    }
    List<Long> starts = new ArrayList<>(startsNanos);
    if (!starts.isEmpty() && starts.getLast() == changedNanos) {
      starts.set(starts.size() - 1, sentNanos);
    }
    return new PointMemory(setpoint, sentNanos, starts);
  }
}
