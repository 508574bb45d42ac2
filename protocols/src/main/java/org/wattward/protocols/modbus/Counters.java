package org.wattward.protocols.modbus;

import java.util.concurrent.atomic.AtomicLong;
import org.wattward.protocols.link.LatenessCounts;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.LinkStatus.State;

/** A link's counters: written by its thread, read by any. */
final class Counters {
  private static final long LATE_AT_LEAST_NANOS = 50_000_000;
  private static final int LATE_PART_OF_PERIOD = 10;
  private static final double NANOS_PER_MS = 1e6;

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong polls = new AtomicLong();
  private final AtomicLong latePolls = new AtomicLong();
  private final AtomicLong maxLatenessNanos = new AtomicLong();
  private final LatenessCounts lateness = new LatenessCounts();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong points = new AtomicLong();
  private volatile StateAndReason state =
      new StateAndReason(State.CONNECTING, "It has not been started.");

  private record StateAndReason(State state, String reason) {}

  void asked() {
    requests.incrementAndGet();
  }

  void failed() {
    failures.incrementAndGet();
  }

  void handedOn(int readings) {
    points.addAndGet(readings);
  }

  /**
   * Counts a poll.
   *
   * @param latenessNanos how long after it was due it began
   * @param periodNanos its period
   */
  void polled(long latenessNanos, long periodNanos) {
    polls.incrementAndGet();
    lateness.count(latenessNanos);
    maxLatenessNanos.accumulateAndGet(latenessNanos, Math::max);
    if (latenessNanos > LATE_AT_LEAST_NANOS && latenessNanos > periodNanos / LATE_PART_OF_PERIOD) {
      latePolls.incrementAndGet();
    }
  }

  /** Closed is for good. */
  synchronized void state(State next, String reason) {
    if (state.state() != State.CLOSED) {
      state = new StateAndReason(next, reason);
    }
  }

  LinkStatus status() {
    StateAndReason now = state;
    return new LinkStatus(
        now.state(),
        now.reason(),
        requests.get(),
        polls.get(),
        latePolls.get(),
        maxLatenessNanos.get() / NANOS_PER_MS,
        lateness.now(),
        failures.get(),
        points.get());
  }
}
