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
            ? "%s: %s, level %d, until %s: %s%s"
                .formatted(
                    first.order().key(),
                    first.order().wish(),
                    first.order().level(),
                    first.order().span().to(),
                    first.order().reason(),
                    refused == 0 ? "" : " Refused: " + first.why())
            : "%d taken, %d refused; keys %s to %s"
                .formatted(
                    taken.size() - refused,
                    refused,
                    first.order().key(),
                    taken.getLast().order().key()));
  }
}
