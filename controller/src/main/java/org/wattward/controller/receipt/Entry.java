package org.wattward.controller.receipt;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.receipt.Receipt.Outcome;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.controller.receipt.Receipt.Step;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/** One order as it goes on. Changed under the lock of {@link Receipts} alone. */
final class Entry {
  private static final int MOST_STEPS = 20;
  private static final int USUAL_STEPS = 4;

  final Source source;
  final Order order;

  /** When it was taken, or kept last before a restart. */
  final Instant taken;

  private final String requestId;
  private final Deque<Step> steps = new ArrayDeque<>(USUAL_STEPS);
  private long sequence;
  private Stage stage;
  private Instant since;
  private String why;
  private Outcome outcome = Outcome.NONE;

  /** Whether arbitration has its request; before that it waits for its begin. */
  boolean begun;

  /** When it ends, on the monotonic clock, once begun. */
  long deadlineNanos;

  Entry(Source source, Order order, Instant taken, Step first) {
    this.source = source;
    this.order = order;
    this.taken = taken;
    this.requestId = Order.requestId(source, order.key());
    this.stage = first.stage();
    this.since = first.time();
    this.why = first.why();
    steps.add(first);
  }

  String requestId() {
    return requestId;
  }

  Stage stage() {
    return stage;
  }

  long sequence() {
    return sequence;
  }

  void sequence(long next) {
    sequence = next;
  }

  Receipt receipt() {
    return new Receipt(sequence, source, order, stage, since, why, outcome, List.copyOf(steps));
  }

  /** It came to another stage, or to the same for another reason. Returns whether it did. */
  boolean to(Stage next, Instant now, String reason) {
    if (next == stage && reason.equals(why)) {
      return false;
    }
    if (next != stage) {
      since = now;
    }
    stage = next;
    why = reason;
    steps.addLast(new Step(next, now, reason));
    if (steps.size() > MOST_STEPS) {
      steps.removeFirst();
    }
    return true;
  }

  /** Reads in a decision what became of it. Returns whether that is news. */
  boolean decided(Decision decision, Claim claim, Instant now) {
    if (stage.isOver() || claim.verdict() == Verdict.WITHDRAWN) {
      return false;
    }
    Outcome before = outcome;
    outcome =
        new Outcome(
            OptionalDouble.of(decision.setpoint()),
            supersededBy(decision, claim),
            isHeeded(claim) ? decision.clips().stream().map(Clip::why).toList() : List.of(),
            decision.write().state().name(),
            Optional.of(decision.id()));
    boolean moved = to(stageOf(decision, claim), now, reason(decision, claim));
    return moved || !outcome.equals(before);
  }

  private static boolean isHeeded(Claim claim) {
    return switch (claim.verdict()) {
      case WON, LIMITS, SATISFIED -> true;
      case LOST, WITHDRAWN -> false;
    };
  }

  private static Stage stageOf(Decision decision, Claim claim) {
    if (!isHeeded(claim)) {
      return Stage.SUPERSEDED;
    }
    return switch (decision.write().state()) {
      case REQUESTED, SENT, ACCEPTED -> Stage.ACTIVE;
      case VERIFIED, NOT_NEEDED, EFFECTIVE -> Stage.VERIFIED;
      case FAILED, UNKNOWN -> Stage.FAILED;
    };
  }

  private static String reason(Decision decision, Claim claim) {
    String said = decision.write().reason();
    return said.isEmpty() || !isHeeded(claim) ? claim.why() : claim.why() + " " + said;
  }

  private static String supersededBy(Decision decision, Claim claim) {
    boolean lostSet = claim.verdict() == Verdict.LOST && claim.request().wish() instanceof Wish.Set;
    return lostSet ? decision.winner().map(Entry::name).orElse("") : "";
  }

  private static String name(Request winner) {
    return "%s %s (level %d)"
        .formatted(
            winner.source().kind().name().toLowerCase(Locale.ROOT),
            winner.source().name(),
            winner.level());
  }
}
