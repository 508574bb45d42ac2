package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.PointTemplate.PollGroup;

/**
 * When which device's poll group is due, on a monotonic clock. The phase of a link within the
 * periods comes from its id, so that thousands of links spread over the period by themselves.
 * Cycles that were missed are skipped, not made up for. The earliest due goes first, so devices on
 * one link take turns. Pure but for its own state; one thread.
 */
final class PollSchedule {
  /** Due when asked for only. */
  private static final long NEVER = Long.MAX_VALUE;

  private static final double GOLDEN = 0.6180339887498949;
  private static final long LONGEST_WINDOW_NANOS = 2_000_000_000;

  private final PollPeriods periods;
  private final double phase;
  private long originNanos;
  private final List<Slot> slots = new ArrayList<>();

  /** One poll group of one device. */
  static final class Slot {
    private final ModbusDevice device;
    private final PollGroup group;
    private final long periodNanos;
    private final double phase;
    private long dueNanos;
    private long tookNanos;
    private boolean scheduled;

    private Slot(ModbusDevice device, PollGroup group, long periodNanos, double phase) {
      this.device = device;
      this.group = group;
      this.periodNanos = periodNanos;
      this.phase = phase;
    }

    ModbusDevice device() {
      return device;
    }

    PollGroup group() {
      return group;
    }

    /** The period; {@link Long#MAX_VALUE} for what is read once. */
    long periodNanos() {
      return periodNanos;
    }

    private boolean isPeriodic() {
      return scheduled && periodNanos != NEVER && !device.isFailing();
    }

    /** When it may run: when it is due, but not before its device's back-off is over. */
    private long readyNanos() {
      return Math.max(dueNanos, device.readyNanos());
    }
  }

  /**
   * A poll that is to be run.
   *
   * @param slot which
   * @param dueNanos when it should begin
   */
  record Due(Slot slot, long dueNanos) {}

  PollSchedule(String link, PollPeriods periods, long nowNanos) {
    this.periods = periods;
    this.originNanos = nowNanos;
    this.phase = fraction(Integer.toUnsignedLong(link.hashCode()) * GOLDEN);
  }

  /** Adds the poll groups of a device; those with a period are first due within the fast period. */
  void add(ModbusDevice device) {
    double own = fraction(phase + slots.size() * GOLDEN);
    for (PollGroup group : device.groups()) {
      Slot slot = new Slot(device, group, periodNanos(group), own);
      slot.dueNanos = originNanos + (long) (own * periods.fast().toNanos());
      slot.scheduled = true;
      slots.add(slot);
    }
  }

  /**
   * Starts the periods anew, each slot at its own phase: a link may be made long before it is
   * connected, and what could not be due yet is not late.
   */
  void begin(long nowNanos) {
    long laterNanos = nowNanos - originNanos;
    originNanos = nowNanos;
    slots.forEach(slot -> slot.dueNanos += laterNanos);
  }

  /** Makes all groups of a device due: it has come back, and may have changed. */
  void allDue(ModbusDevice device, long nowNanos) {
    for (Slot slot : slots) {
      if (slot.device == device) {
        slot.dueNanos = nowNanos;
        slot.scheduled = true;
      }
    }
  }

  /** The poll that is due first; it may lie in the future. */
  Optional<Due> first() {
    Slot best = null;
    for (Slot slot : slots) {
      if (slot.scheduled && (best == null || slot.dueNanos - best.dueNanos < 0)) {
        best = slot;
      }
    }
    // Nobody can be ready before it is due, so only a device that is left alone needs a closer
    // look.
    return best == null || !best.device.isFailing()
        ? Optional.ofNullable(best).map(slot -> new Due(slot, slot.readyNanos()))
        : firstReady();
  }

  private Optional<Due> firstReady() {
    Slot best = null;
    for (Slot slot : slots) {
      if (slot.scheduled && (best == null || slot.readyNanos() - best.readyNanos() < 0)) {
        best = slot;
      }
    }
    return Optional.ofNullable(best).map(slot -> new Due(slot, slot.readyNanos()));
  }

  /**
   * Sets a slot to its next cycle after now; a group that is read once rests.
   *
   * @param tookNanos how long the poll took
   * @return how many cycles it leaves out, because they should have begun meanwhile
   */
  long done(Slot slot, long nowNanos, long tookNanos) {
    slot.tookNanos = tookNanos;
    if (slot.periodNanos == NEVER) {
      slot.scheduled = false;
      return 0;
    }
    long wasDueNanos = slot.dueNanos;
    nextCycle(slot, nowNanos);
    return Math.max(0, Math.floorDiv(slot.dueNanos - wasDueNanos, slot.periodNanos) - 1);
  }

  private void nextCycle(Slot slot, long nowNanos) {
    long phaseNanos = (long) (slot.phase * slot.periodNanos);
    long since = nowNanos - originNanos - phaseNanos;
    long cycles = Math.floorDiv(since, slot.periodNanos) + 1;
    slot.dueNanos = originNanos + phaseNanos + cycles * slot.periodNanos;
  }

  /** Leaves a slot due, for instance after its device did not answer. */
  void again(Slot slot, long nowNanos) {
    if (slot.periodNanos == NEVER) {
      slot.dueNanos = nowNanos;
    } else {
      nextCycle(slot, nowNanos);
    }
  }

  /**
   * When a silent device is best tried: in the first pause between the polls of others that is as
   * long as needed, and without one in the longest. Looks as far as the shortest of their periods,
   * and two seconds at most.
   *
   * @param fromNanos not before this time
   * @param neededNanos how long it is waited for
   */
  long idleAfter(ModbusDevice silent, long fromNanos, long neededNanos) {
    List<Slot> others =
        slots.stream().filter(slot -> slot.device != silent && slot.isPeriodic()).toList();
    long windowNanos =
        others.stream().mapToLong(Slot::periodNanos).reduce(LONGEST_WINDOW_NANOS, Math::min);
    long freeNanos = fromNanos;
    long bestNanos = fromNanos;
    long longestNanos = -1;
    for (Busy busy : busy(others, fromNanos, fromNanos + 2 * windowNanos)) {
      if (freeNanos - fromNanos >= windowNanos) {
        return bestNanos;
      }
      long pauseNanos = busy.fromNanos - freeNanos;
      if (pauseNanos >= neededNanos) {
        return freeNanos;
      }
      if (pauseNanos > longestNanos) {
        bestNanos = freeNanos;
        longestNanos = pauseNanos;
      }
      freeNanos = Math.max(freeNanos, busy.toNanos);
    }
    return freeNanos - fromNanos < windowNanos ? freeNanos : bestNanos;
  }

  /** A poll to come, if it takes as long as the last. */
  private record Busy(long fromNanos, long toNanos) {}

  private static List<Busy> busy(List<Slot> slots, long fromNanos, long toNanos) {
    List<Busy> all = new ArrayList<>();
    for (Slot slot : slots) {
      long behindNanos = Math.max(0, fromNanos - slot.tookNanos - slot.dueNanos);
      long dueNanos =
          slot.dueNanos + Math.ceilDiv(behindNanos, slot.periodNanos) * slot.periodNanos;
      for (; dueNanos - toNanos < 0; dueNanos += slot.periodNanos) {
        all.add(new Busy(dueNanos, dueNanos + slot.tookNanos));
      }
    }
    all.sort((a, b) -> Long.compare(a.fromNanos - fromNanos, b.fromNanos - fromNanos));
    return all;
  }

  private long periodNanos(PollGroup group) {
    Duration period =
        switch (group) {
          case FAST -> periods.fast();
          case NORMAL -> periods.normal();
          case SLOW -> periods.slow();
          case ONCE -> Duration.ofNanos(NEVER);
        };
    return period.toNanos();
  }

  private static double fraction(double number) {
    return number - Math.floor(number);
  }
}
