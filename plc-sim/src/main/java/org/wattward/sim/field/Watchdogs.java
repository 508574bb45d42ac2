package org.wattward.sim.field;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.wattward.devices.template.PointTemplate;

/** How long ago each setpoint was written, by the device's own clock. Guarded by its device. */
final class Watchdogs {
  private final boolean[] writable;
  private final long[] limitNanos;
  private final long[] ageNanos;
  private final boolean watched;

  Watchdogs(List<PointTemplate> points) {
    this.ageNanos = new long[points.size()];
    this.writable = new boolean[points.size()];
    this.limitNanos = new long[points.size()];
    for (int slot = 0; slot < points.size(); slot++) {
      writable[slot] = points.get(slot).isWritable();
      limitNanos[slot] =
          points.get(slot).writing().map(writing -> writing.watchdog().toNanos()).orElse(0L);
    }
    this.watched = Arrays.stream(limitNanos).anyMatch(limit -> limit > 0);
  }

  /** A setpoint was written. */
  void fed(int slot) {
    ageNanos[slot] = 0;
  }

  /** All begin anew, as after power-up. */
  void restart() {
    Arrays.fill(ageNanos, 0);
  }

  /**
   * Lets time pass.
   *
   * @param quirks may say otherwise than the templates
   * @param fall is given each slot whose setpoint is too old
   */
  void elapse(Duration elapsed, Quirks quirks, IntConsumer fall) {
    long quirkNanos = quirks.writeWatchdog().toNanos();
    if (!watched && quirkNanos == 0) {
      return;
    }
    for (int slot = 0; slot < ageNanos.length; slot++) {
      long limit = quirkNanos > 0 && writable[slot] ? quirkNanos : limitNanos[slot];
      if (limit > 0) {
        ageNanos[slot] += elapsed.toNanos();
        if (ageNanos[slot] > limit) {
          fall.accept(slot);
        }
      }
    }
  }
}
