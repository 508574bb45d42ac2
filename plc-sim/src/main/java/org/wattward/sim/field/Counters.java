package org.wattward.sim.field;

import java.time.Duration;

/** From where each counter of a device counts. Guarded by its device. */
final class Counters {
  private final double[] zeros;
  private long sinceJumpNanos;

  Counters(int points) {
    this.zeros = new double[points];
  }

  /** What a counter shows of all that was counted. */
  double shown(int slot, double counted) {
    return Math.max(0, counted - zeros[slot]);
  }

  /** One starts again from zero. */
  void reset(int slot, double counted) {
    zeros[slot] = counted;
  }

  /** Whether it is time for all of them to start again from zero, after so much more time. */
  boolean jumpBack(Duration elapsed, Quirks quirks) {
    long everyNanos = quirks.countersJumpBackEvery().toNanos();
    if (everyNanos <= 0) {
      return false;
    }
    sinceJumpNanos += elapsed.toNanos();
    boolean due = sinceJumpNanos >= everyNanos;
    sinceJumpNanos %= everyNanos;
    return due;
  }
}
