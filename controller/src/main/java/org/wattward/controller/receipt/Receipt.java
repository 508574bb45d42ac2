package org.wattward.controller.receipt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.wattward.rules.request.Request.Source;

/**
 * What became of an order.
 *
 * @param sequence grows with every change of any receipt, so that a reader can go on where it was
 * @param source whose order
 * @param order what was asked
 * @param stage how far it came
 * @param since since when it stands there
 * @param why a sentence
 * @param outcome what arbitration and the device made of it
 * @param steps the stages it went through, oldest first; of very many only the latest
 */
public record Receipt(
    long sequence,
    Source source,
    Order order,
    Stage stage,
    Instant since,
    String why,
    Outcome outcome,
    List<Step> steps) {
  public Receipt {
    steps = List.copyOf(steps);
  }

  /** How far an order came. */
  public enum Stage {
    /** Not taken; nothing is kept of it. */
    REFUSED,
    /** Taken and on the disk; it waits for its begin or for its device to answer. */
    ACCEPTED,
    /** Its value is the one wanted, or its limit is heeded; the device is yet to confirm. */
    ACTIVE,
    /** Another request stands before it, or a higher limit contradicts it. */
    SUPERSEDED,
    /** In force, and the device said so. */
    VERIFIED,
    /** In force, but the device refused it, or nobody knows. */
    FAILED,
    /** Its time is over. */
    EXPIRED,
    /** Its program took it back. */
    WITHDRAWN;

    /** Whether nothing will become of it any more. */
    public boolean isOver() {
      return switch (this) {
        case REFUSED, EXPIRED, WITHDRAWN -> true;
        case ACCEPTED, ACTIVE, SUPERSEDED, VERIFIED, FAILED -> false;
      };
    }
  }

  /**
   * What arbitration and the device made of it.
   *
   * @param setpoint the value in force at the point, in its unit; empty before the first decision
   * @param supersededBy who stands before it; empty when nobody does
   * @param clips sentences on what limits and equipment made of the value
   * @param write how far the write came, in one word; empty before the first decision
   * @param decision the decision that all this is from
   */
  public record Outcome(
      OptionalDouble setpoint,
      String supersededBy,
      List<String> clips,
      String write,
      Optional<UUID> decision) {
    /** Before the first decision. */
    static final Outcome NONE =
        new Outcome(OptionalDouble.empty(), "", List.of(), "", Optional.empty());

    public Outcome {
      clips = List.copyOf(clips);
    }
  }

  /**
   * A stage it went through.
   *
   * @param time when it came there
   * @param why a sentence
   */
  public record Step(Stage stage, Instant time, String why) {}
}
