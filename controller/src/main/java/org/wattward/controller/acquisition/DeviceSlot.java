package org.wattward.controller.acquisition;

import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.PointTemplate.PollGroup;

/** What is known of one device as a whole. */
final class DeviceSlot {
  /** So many polls in a row must have succeeded before the device is written to. */
  static final int SETTLED_AFTER_POLLS = 3;

  private static final long MOST_STEADY_NANOS = 3_600_000_000_000L;

  final Device device;
  private final List<PointSlot> points = new ArrayList<>();
  private final Ageing ageing;
  private final long fastestNanos;
  private volatile long lastGoodNanos;
  private volatile long lastCountedNanos;
  private volatile int goodPolls;
  private volatile String lossReason = "";
  private volatile DeviceHealth health;

  /** Whether the stage of one of its points changed since the sweep last looked. */
  private volatile boolean stirred = true;

  /** The sweep's own note of when time alone may change a stage. */
  private long steadyUntilNanos;

  DeviceSlot(Device device, PollPeriods periods, DeviceHealth health, long nowNanos) {
    this.device = device;
    this.health = health;
    Ageing strictest = Ageing.NEVER;
    long fastest = periods.slow().toNanos();
    for (var point : device.points()) {
      PointSlot slot = new PointSlot(this, points.size(), Ageing.of(point.pollGroup(), periods));
      points.add(slot);
      if (slot.isPolled()) {
        strictest = strictest.and(Ageing.of(point.pollGroup(), periods));
        fastest = Math.min(fastest, periodNanos(point.pollGroup(), periods));
      }
    }
    ageing = strictest;
    fastestNanos = fastest;
    lastGoodNanos = nowNanos;
    lastCountedNanos = nowNanos - fastestNanos;
  }

  private static long periodNanos(PollGroup group, PollPeriods periods) {
    return switch (group) {
      case FAST -> periods.fast().toNanos();
      case NORMAL -> periods.normal().toNanos();
      case SLOW, ONCE -> periods.slow().toNanos();
    };
  }

  List<PointSlot> points() {
    return points;
  }

  /** How long the device as a whole may be silent: as long as its most often read point. */
  Ageing ageing() {
    return ageing;
  }

  long lastGoodNanos() {
    return lastGoodNanos;
  }

  String lossReason() {
    return lossReason;
  }

  /** Some of its points were read and are good. */
  void heardGood(long nowNanos) {
    if (nowNanos - lastGoodNanos > ageing.staleNanos()) {
      stirred = true; // points that grew old with it alone are young again
    }
    lastGoodNanos = nowNanos;
    if (!lossReason.isEmpty()) {
      lossReason = "";
    }
    // Answers of one poll may come in several parts; they count once.
    if (nowNanos - lastCountedNanos >= fastestNanos / 2) {
      lastCountedNanos = nowNanos;
      goodPolls = Math.min(goodPolls + 1, SETTLED_AFTER_POLLS);
    }
  }

  /** It does not answer: it must settle anew before it is written to. */
  void lost(String reason) {
    lossReason = reason;
    goodPolls = 0;
  }

  /** The stage of one of its points changed by what was read; to be called after it was put. */
  void stir() {
    stirred = true;
  }

  /**
   * Whether the sweep has to look at its points; if so, it must look at once and then tell when to
   * look again.
   */
  boolean startLook(long nowNanos) {
    if (!stirred && nowNanos - steadyUntilNanos < 0) {
      return false;
    }
    stirred = false;
    return true;
  }

  /** The points were looked at; without news they stay as they are for this long. */
  void looked(long nowNanos, long steadyNanos) {
    // At most an hour, so that adding never overflows.
    steadyUntilNanos = nowNanos + Math.min(steadyNanos, MOST_STEADY_NANOS);
  }

  boolean isSettled() {
    return goodPolls >= SETTLED_AFTER_POLLS;
  }

  DeviceHealth health() {
    return health;
  }

  void health(DeviceHealth now) {
    health = now;
  }
}
