package org.wattward.controller.receipt;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/**
 * What a program asks of a point from a time to a time.
 *
 * @param key names it among those of its program; the same key means the same order
 * @param point which point
 * @param wish what it asks, in the point's unit
 * @param level priority level, 1 (highest) to 16
 * @param reason a sentence that a building manager understands
 * @param span when it holds
 */
public record Order(String key, PointId point, Wish wish, int level, String reason, Span span) {
  /** The longest key, characters. */
  public static final int LONGEST_KEY = 200;

  public Order {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "An order's key has 1 to %d characters, this one %d."
              .formatted(LONGEST_KEY, key.length()));
    }
  }

  /**
   * When an order holds.
   *
   * @param from when it begins
   * @param to when it ends, after {@code from}
   * @param isAtOnce whether it begins when it comes, so that its begin is not part of what was
   *     asked
   */
  public record Span(Instant from, Instant to, boolean isAtOnce) {
    public Span {
      if (!to.isAfter(from)) {
        throw new IllegalArgumentException(
            "It ends at %s, which is not after its begin at %s.".formatted(to, from));
      }
    }

    Duration length() {
      return Duration.between(from, to);
    }

    /** Sent again, an order that begins at once has another begin, and the same end or length. */
    private boolean isAs(Span other) {
      if (!isAtOnce || !other.isAtOnce) {
        return equals(other);
      }
      return to.equals(other.to) || length().equals(other.length());
    }
  }

  /** Whether it asks the same as another of its key. */
  boolean asksAs(Order other) {
    return point.equals(other.point)
        && wish.equals(other.wish)
        && level == other.level
        && reason.equals(other.reason)
        && span.isAs(other.span);
  }

  /** The name of its request in arbitration; a person and a program may have the same name. */
  static String requestId(Request.Source source, String key) {
    return "order/" + word(source.kind()) + '/' + source.name() + '/' + key;
  }

  private static String word(Request.Source.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * As a request to arbitration.
   *
   * @param begin when it really begins
   * @param left how long it lives from then
   */
  Request request(Request.Source source, Instant begin, Duration left) {
    return new Request(
        requestId(source, key), point, wish, level, reason, source, begin, left, Set.of());
  }
}
