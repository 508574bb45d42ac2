package org.wattward.protocols.link;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.wattward.protocols.link.LinkStatus.State;

/** The counters behind a {@link LinkStatus}. Any thread, never blocks for long. */
public final class LinkCounters {
  private static final Duration LEAST_LATENESS = Duration.ofMillis(50);
  private static final int LATE_PART_OF_PERIOD = 10;
  private static final double NANOS_PER_MS = 1e6;

  private final LongAdder requests = new LongAdder();
  private final LongAdder polls = new LongAdder();
  private final LongAdder latePolls = new LongAdder();
  private final LongAdder missedPolls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder points = new LongAdder();
  private final LongAccumulator maxLatenessNanos = new LongAccumulator(Math::max, 0);
  private final LatenessCounts lateness = new LatenessCounts();
  private final Map<String, LinkWarning> warnings = new ConcurrentSkipListMap<>();
  private volatile Condition condition =
      new Condition(State.CONNECTING, "It has not been started.");

  private record Condition(State state, String reason) {}

  /** Sets what the link is doing, and why. Closed is for good. */
  public synchronized void state(State state, String reason) {
    if (condition.state() != State.CLOSED) {
      condition = new Condition(state, reason);
    }
  }

  /** What the link is doing. */
  public State state() {
    return condition.state();
  }

  /** A request was sent, or a message received. */
  public void request() {
    requests.increment();
  }

  /**
   * A poll cycle was run.
   *
   * @param late how long after it was due; below zero counts as in time
   * @param period its period
   */
  public void poll(Duration late, Duration period) {
    polls.increment();
    lateness.count(late.toNanos());
    maxLatenessNanos.accumulate(late.toNanos());
    if (late.compareTo(LEAST_LATENESS) > 0
        && late.compareTo(period.dividedBy(LATE_PART_OF_PERIOD)) > 0) {
      latePolls.increment();
    }
  }

  /** Poll cycles that were left out. */
  public void missed(long cycles) {
    missedPolls.add(cycles);
  }

  /** Requests or messages that did not give what was asked for. */
  public void failures(long count) {
    failures.add(count);
  }

  /** Readings handed on. */
  public void points(long count) {
    points.add(count);
  }

  /** Somebody must see to this; it replaces what was said before under the same key. */
  public void warn(LinkWarning warning) {
    warnings.put(warning.key(), warning);
  }

  /** What was warned of under this key is mended. */
  public void mended(String key) {
    warnings.remove(key);
  }

  /** The counters now. */
  public LinkStatus status() {
    Condition now = condition;
    return new LinkStatus(
        now.state(),
        now.reason(),
        requests.sum(),
        polls.sum(),
        latePolls.sum(),
        missedPolls.sum(),
        maxLatenessNanos.get() / NANOS_PER_MS,
        lateness.now(),
        failures.sum(),
        points.sum(),
        List.copyOf(warnings.values()));
  }
}
