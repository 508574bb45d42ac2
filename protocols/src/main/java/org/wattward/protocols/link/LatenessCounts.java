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
    int end = Lateness.CLASSES;
    while (end > 0 && counts.get(end - 1) == 0) {
      end--; // most links are never late: their copies are short
    }
    long[] copy = new long[end];
    for (int of = 0; of < end; of++) {
      copy[of] = counts.get(of);
    }
    return new Lateness(copy);
  }
}
