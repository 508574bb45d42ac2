package org.wattward.controller.command;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of one jump through the program, on the monotonic clock. Each step is noted once, by the
 * thread that does it. Any thread.
 */
final class Reaction {
  /** Whether the power jumped up. */
  final boolean isHigh;

  private final Map<Step, Long> nanos = new EnumMap<>(Step.class);
  private Step last = Step.NONE;

  /** What happens to a jump, in this order; each stage of the way ends with one. */
  enum Step {
    /** Nothing yet. */
    NONE(null, ""),
    /** The reading that shows it was handed over by its link. */
    RECEIVED(NONE, "received"),
    /** Its zone has a snapshot with it and begins to decide. */
    SEEN(RECEIVED, "wait and snapshot"),
    /** The rules are done. */
    DECIDED(SEEN, "rules"),
    /** The arbiter has made a new setpoint. */
    RULED(DECIDED, "arbitration"),
    /** The writer asks the link to write it. */
    ASKED(RULED, "writer"),
    /** The frame was handed to the network. */
    SENT(ASKED, "link");

    private final @Nullable Step after;
    private final String stage;

    Step(@Nullable Step after, String stage) {
      this.after = after;
      this.stage = stage;
    }
  }

  Reaction(boolean isHigh) {
    this.isHigh = isHigh;
  }

  /** Notes a step, the first time, and only after the one before it. */
  synchronized void note(Step step, long nowNanos) {
    if (step.after == last) {
      nanos.put(step, nowNanos);
      last = step;
    }
  }

  synchronized Optional<Long> at(Step step) {
    return Optional.ofNullable(nanos.get(step));
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
    for (Step step : Step.values()) {
      Step from = step.after;
      if (from != null && from != Step.NONE) {
        stages.put(
            step.stage,
            Spread.of(
                done.stream()
                    .map(each -> each.at(step).orElseThrow() - each.at(from).orElseThrow())
                    .toList()));
      }
    }
    return stages;
  }
}
