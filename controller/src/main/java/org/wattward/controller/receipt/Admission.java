package org.wattward.controller.receipt;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.wattward.controller.receipt.Receipts.Answer.TooMuch;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request.Source;

/** Whether an order may be taken at all: quotas, levels, times. Not safe on several threads. */
final class Admission {
  private static final double NANOS_PER_S = 1e9;
  private static final double LEAST_WAIT_S = 0.1;

  /** Orders may be taken back at any time, so nobody is sent away for longer. */
  private static final double LONGEST_WAIT_S = 60;

  private final Time time;
  private final Shelf shelf;
  private final Receipts.Gate gate;
  private final Allowance allowance = new Allowance();

  Admission(Time time, Shelf shelf, Receipts.Gate gate) {
    this.time = time;
    this.shelf = shelf;
    this.gate = gate;
  }

  /**
   * Why a whole call is sent away: it comes too soon after others, or not one of its orders could
   * be taken beside those that live.
   *
   * @param living everybody's orders that have begun
   */
  Optional<TooMuch> tooMuch(Asker asker, List<Order> orders, Collection<Entry> living) {
    Quota quota = asker.quota();
    long nowNanos = time.nanos();
    double waitS = allowance.take(asker.source().name(), quota, orders.size(), nowNanos);
    if (waitS > 0) {
      return Optional.of(tooOften(asker, waitS));
    }
    boolean isFull = shelf.live(asker.source()) >= quota.live();
    if (!isFull || orders.stream().anyMatch(order -> isKnown(asker.source(), order))) {
      return Optional.empty();
    }
    double firstEndsS =
        living.stream()
            .filter(entry -> entry.source.equals(asker.source()) && !entry.stage().isOver())
            .mapToDouble(entry -> (entry.deadlineNanos - nowNanos) / NANOS_PER_S)
            .min()
            .orElse(LONGEST_WAIT_S);
    return Optional.of(tooMany(asker, Math.clamp(firstEndsS, LEAST_WAIT_S, LONGEST_WAIT_S)));
  }

  private boolean isKnown(Source source, Order order) {
    return shelf.entry(Order.requestId(source, order.key())) != null;
  }

  private static TooMuch tooOften(Asker asker, double waitS) {
    int perSecond = asker.quota().perSecond();
    return new TooMuch(
        waitS,
        "%s may ask for %d orders a second, and %d at once. Try again in %.1f s, or ask for a larger quota."
            .formatted(asker.source().name(), perSecond, perSecond * Quota.BURST_S, waitS));
  }

  private static TooMuch tooMany(Asker asker, double waitS) {
    return new TooMuch(
        waitS,
        "%s Or try again in %.0f s, or ask for a larger quota."
            .formatted(quotaOfLive(asker), Math.ceil(waitS)));
  }

  private static String quotaOfLive(Asker asker) {
    return "%s has %d live orders already, which is its quota. Take some back first."
        .formatted(asker.source().name(), asker.quota().live());
  }

  /** Why one order cannot be taken, a sentence; empty when it can. */
  Optional<String> refusal(Asker asker, Order order) {
    Entry known = shelf.entry(Order.requestId(asker.source(), order.key()));
    if (known != null) {
      return Optional.of(
          "Key \"%s\" already names another order for %s. Take a new key, or take that one back first and use another."
              .formatted(known.order.key(), known.order.point()));
    }
    if (order.level() < asker.highestLevel()) {
      return Optional.of(
          "%s may use levels %d to 16, not %d."
              .formatted(asker.source().name(), asker.highestLevel(), order.level()));
    }
    if (shelf.live(asker.source()) >= asker.quota().live()) {
      return Optional.of(quotaOfLive(asker));
    }
    Instant now = time.now();
    if (!order.span().to().isAfter(now)) {
      return Optional.of("It ends at %s, and it is %s already.".formatted(order.span().to(), now));
    }
    return gate.refusal(order.request(asker.source(), order.span().from(), order.span().length()));
  }
}
