package org.wattward.controller.receipt;

import java.time.Instant;
import java.util.List;
import org.wattward.controller.record.AuditEntry;

/**
 * What the audit says of a call with orders: one entry; what became of each is in its decisions.
 */
public final class OrderDeed {
  private OrderDeed() {}

  /**
   * One entry a call.
   *
   * @param taken at least one receipt
   */
  public static AuditEntry of(Instant now, Asker asker, List<Receipt> taken) {
    Receipt first = taken.getFirst();
    long refused =
        taken.stream().filter(receipt -> receipt.stage() == Receipt.Stage.REFUSED).count();
    boolean isOne = taken.size() == 1;
    return new AuditEntry(
        now,
        asker.source().name(),
        "order",
        isOne ? first.order().point().toString() : taken.size() + " orders",
        isOne
            ? one(first)
            : "%d taken, %d refused; keys %s to %s"
                .formatted(
                    taken.size() - refused,
                    refused,
                    first.order().key(),
                    taken.getLast().order().key()));
  }

  /** Put together by hand: it is said of each of thousands of calls a second. */
  private static String one(Receipt receipt) {
    Order order = receipt.order();
    String refused = receipt.stage() == Receipt.Stage.REFUSED ? " Refused: " + receipt.why() : "";
    return order.key()
        + ": "
        + order.wish()
        + ", level "
        + order.level()
        + ", until "
        + order.span().to()
        + ": "
        + order.reason()
        + refused;
  }
}
