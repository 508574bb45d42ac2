package org.wattward.protocols.opcua;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a server's clock is off ours, by what it says its time is, measured between the sending
 * of the question and the answer.
 *
 * <p>The rule: a clock that is off by no more than a second counts as right, and the times of its
 * values are taken as they are. One that is off by more has its times corrected by the difference.
 * A clock that cannot be asked is not believed at all: values then carry the time of their receipt.
 * An answer that took so long that it says nothing to five seconds is passed over. Each change of
 * this is told once. Only the link's thread calls this.
 */
final class ServerClock {
  private static final Logger log = LoggerFactory.getLogger(ServerClock.class);
  private static final Duration RIGHT = Duration.ofSeconds(1);
  private static final Duration USELESS = Duration.ofSeconds(5);

  private final String link;
  private Trust trust = new Trust.Right();

  /** What the times of a server's values are worth. */
  sealed interface Trust {
    /** They are taken as they are. */
    record Right() implements Trust {}

    /**
     * They are corrected.
     *
     * @param ahead how far its clock is ahead of ours; behind if negative
     */
    record Off(Duration ahead) implements Trust {}

    /** They are passed over. */
    record Unknown() implements Trust {}
  }

  ServerClock(String link) {
    this.link = link;
  }

  /** What the times of the server's values are worth now. */
  Trust trust() {
    return trust;
  }

  /**
   * The server told its time.
   *
   * @param asked our time when it was asked
   * @param answered our time when the answer came
   * @param server what it said
   */
  void told(Instant asked, Instant answered, Instant server) {
    Duration doubt = Duration.between(asked, answered).dividedBy(2);
    if (doubt.isNegative() || doubt.compareTo(USELESS) > 0) {
      return;
    }
    Duration ahead = Duration.between(asked.plus(doubt), server);
    boolean off = ahead.abs().minus(doubt).compareTo(RIGHT) > 0;
    if (off && !(trust instanceof Trust.Off)) {
      log.warn(
          "Link \"{}\": the server's clock is {} s {} ours. The times of its values are corrected;"
              + " have it set, or find out whether ours is right.",
          link,
          "%.1f".formatted(ahead.abs().toMillis() / 1000.0),
          ahead.isNegative() ? "behind" : "ahead of");
    } else if (!off && !(trust instanceof Trust.Right)) {
      log.info("Link \"{}\": the server's clock agrees with ours again.", link);
    }
    trust = off ? new Trust.Off(ahead) : new Trust.Right();
  }

  /** The server does not tell its time. */
  void silent() {
    if (!(trust instanceof Trust.Unknown)) {
      log.warn(
          "Link \"{}\": the server does not tell its time, so its values carry the time of their"
              + " receipt.",
          link);
      trust = new Trust.Unknown();
    }
  }
}
