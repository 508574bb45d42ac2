package org.wattward.protocols.link;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how late polls begin. Any thread, never blocks. */
public final class LatenessCounts {
  private final AtomicLongArray counts = new AtomicLongArray(Lateness.CLASSES);

  /**
   * Counts a poll.
   *
   * @param nanos how long after it was due it began; below zero counts as in time
   */
  public void count(long nanos) {
    counts.incrementAndGet(Lateness.classOf(nanos));
  }

  /** What was counted so far. */
  public Lateness now() {
    long[] copy = new long[Lateness.CLASSES];
    for (int of = 0; of < copy.length; of++) {
      copy[of] = counts.get(of);
    }
    return new Lateness(copy);
  }
}
