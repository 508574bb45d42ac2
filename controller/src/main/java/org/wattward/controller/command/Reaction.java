package org.wattward.controller.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The way of one jump through the program, on the monotonic clock. Each step is noted once, by the
 * thread that does it.
 */
final class Reaction {
  private static final long NOT_YET = Long.MIN_VALUE;

  /** Whether the power jumped up. */
  final boolean isHigh;

  private final AtomicLongArray nanos = new AtomicLongArray(Step.values().length);

  /** What happens to a jump, in this order; each stage of the way ends with one. */
  enum Step {
    /** The reading that shows it was handed over by its link. */
    RECEIVED("received"),
    /** Its zone has a snapshot with it and begins to decide. */
    SEEN("wait and snapshot"),
    /** The rules are done. */
    DECIDED("rules"),
    /** The arbiter has made a new setpoint. */
    RULED("arbitration"),
    /** The writer asks the link to write it. */
    ASKED("writer"),
    /** The frame was handed to the network. */
    SENT("link");

    final String stage;

    Step(String stage) {
      this.stage = stage;
    }
  }

  Reaction(boolean isHigh) {
    this.isHigh = isHigh;
    for (int i = 0; i < nanos.length(); i++) {
      nanos.set(i, NOT_YET);
    }
  }

  /** Notes a step, the first time, and only after the one before it. */
  void note(Step step, long nowNanos) {
    int place = step.ordinal();
    if (place == 0 || nanos.get(place - 1) != NOT_YET) {
      nanos.compareAndSet(place, NOT_YET, nowNanos);
    }
  }

  Optional<Long> at(Step step) {
    long known = nanos.get(step.ordinal());
    return known == NOT_YET ? Optional.empty() : Optional.of(known);
  }

  boolean isDone() {
    return at(Step.SENT).isPresent();
  }

  /** From the reading to the write on the wire. */
  long tookNanos() {
    return at(Step.SENT).orElseThrow() - at(Step.RECEIVED).orElseThrow();
  }

  /** Each stage of some reactions that came to their end. */
  static Map<String, Spread> stages(List<Reaction> done) {
    Map<String, Spread> stages = new LinkedHashMap<>();
    Step before = Step.RECEIVED;
    for (Step step : Step.values()) {
      if (step != Step.RECEIVED) {
        Step from = before;
        stages.put(
            step.stage,
            Spread.of(
                done.stream()
                    .map(each -> each.at(step).orElseThrow() - each.at(from).orElseThrow())
                    .toList()));
        before = step;
      }
    }
    return stages;
  }
}
