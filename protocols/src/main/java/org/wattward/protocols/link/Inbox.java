package org.wattward.protocols.link;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A bounded queue between a library's callbacks and the thread of a link. Putting never blocks:
 * when it is full the oldest entry goes, and that is counted.
 *
 * @param <E> what is queued
 */
public final class Inbox<E> {
  private final ArrayBlockingQueue<E> queue;
  private final LongAdder dropped = new LongAdder();

  /**
   * Makes one.
   *
   * @param capacity the most entries it holds, at least 1
   */
  public Inbox(int capacity) {
    queue = new ArrayBlockingQueue<>(capacity);
  }

  /**
   * Puts an entry at the end. Any thread, never blocks.
   *
   * @return how many older entries had to go for it
   */
  public int put(E entry) {
    int gone = 0;
    while (!queue.offer(entry)) {
      if (queue.poll() != null) {
        gone++;
        dropped.increment();
      }
    }
    return gone;
  }

  /** Takes the oldest entry, waiting for it at most so long. */
  public Optional<E> take(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(queue.poll(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS));
  }

  /** How many entries were lost because it was full. */
  public long dropped() {
    return dropped.sum();
  }
}
