package org.wattward.controller.arbitration;

/**
 * How often one point may be looked at for those who can wait: a few times at once, and then once
 * in a while. One thread.
 */
final class Pace {
  /** So many times at once. */
  static final int BURST = 10;

  /** And then once in this time. */
  static final long PERIOD_NANOS = 100_000_000L;

  private boolean isFresh = true;

  /** When it would have been looked at last, had it always been in the even pace. */
  private long evenNanos;

  /** Whether it may be looked at. */
  boolean isFree(long nowNanos) {
    return isFresh || nowNanos - freeNanos() >= 0;
  }

  /** When it may be looked at again. */
  long freeNanos() {
    return evenNanos - (BURST - 1) * PERIOD_NANOS;
  }

  /** It is looked at, whether it may or not; so much is never owed that it waits for long. */
  void take(long nowNanos) {
    long from = isFresh || evenNanos - nowNanos < 0 ? nowNanos : evenNanos;
    long most = nowNanos + (BURST - 1) * PERIOD_NANOS;
    isFresh = false;
    evenNanos = (from - most > 0 ? most : from) + PERIOD_NANOS;
  }
}
