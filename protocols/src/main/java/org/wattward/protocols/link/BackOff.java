package org.wattward.protocols.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: it doubles from a first pause to a longest one, and
 * each pause is drawn from its upper half so that many links do not come back at the same instant.
 * One thread.
 */
public final class BackOff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration ceiling;
  private int failures;

  /**
   * Makes one.
   *
   * @param first the longest that the first pause may be, above zero
   * @param longest the longest that any pause may be
   * @param random the jitter
   */
  public BackOff(Duration first, Duration longest, RandomGenerator random) {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "A back-off from %s to %s is impossible. Give a first pause above 0 and a longer one."
              .formatted(first, longest));
    }
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.ceiling = first;
  }

  /** Counts a failure and tells the pause after it. */
  public Duration next() {
    failures++;
    long most = ceiling.toNanos();
    ceiling = ceiling.multipliedBy(2).compareTo(longest) < 0 ? ceiling.multipliedBy(2) : longest;
    return Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1));
  }

  /** Failures since the last success. */
  public int failures() {
    return failures;
  }

  /** Starts over with the first pause, because the last attempt held. */
  public void reset() {
    ceiling = first;
    failures = 0;
  }
}
