package org.wattward.controller.record;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Entries on their way from everybody to the recorder's thread. Bounded; whoever offers never
 * waits: when it is full the oldest readings are given up, counted and noted as a gap.
 */
final class EntryQueue {
  private final int mostRows;
  private final int batchRows;
  private final long batchWaitNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private int rows;
  private long dropped;
  private Entry.@Nullable Gap gap;
  private boolean inHand;
  private boolean closed;

  EntryQueue(int mostRows, int batchRows, Duration batchWait) {
    this.mostRows = mostRows;
    this.batchRows = batchRows;
    this.batchWaitNanos = batchWait.toNanos();
  }

  /** Adds an entry; after {@link #close()} it is given up. */
  void offer(Entry entry) {
    lock.lock();
    try {
      if (closed) {
        dropped += entry.rows();
        return;
      }
      boolean wasEmpty = entries.isEmpty();
      entries.addLast(entry);
      rows += entry.rows();
      while (rows > mostRows && entries.size() > 1) {
        giveUpOldest();
      }
      if (wasEmpty || rows >= batchRows) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveUpOldest() {
    Iterator<Entry> oldestFirst = entries.iterator();
    while (oldestFirst.hasNext()) {
      if (oldestFirst.next() instanceof Entry.Readings readings) {
        oldestFirst.remove();
        rows -= readings.rows();
        dropped += readings.rows();
        join(Entry.Gap.of(readings, "Neither database nor disk took them in time."));
        return;
      }
    }
    rows -= entries.removeFirst().rows();
    dropped++;
  }

  private void join(Entry.Gap more) {
    gap = gap == null ? more : gap.and(more);
  }

  /** Tells of readings that were given up elsewhere. */
  void note(Entry.Gap more) {
    lock.lock();
    try {
      join(more);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for entries: until there are enough for a batch, or the first has waited long enough.
   *
   * @return the oldest; empty only when the queue is closed and nothing is left
   */
  List<Entry> take() throws InterruptedException {
    lock.lock();
    try {
      inHand = false;
      while (entries.isEmpty() && !closed) {
        changed.await();
      }
      long left = batchWaitNanos;
      while (rows < batchRows && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Entry> taken = new ArrayList<>();
      if (gap != null) {
        taken.add(gap);
        gap = null;
      }
      int takenRows = 0;
      while (!entries.isEmpty() && takenRows < batchRows) {
        Entry entry = entries.removeFirst();
        takenRows += entry.rows();
        taken.add(entry);
      }
      rows -= takenRows;
      inHand = !taken.isEmpty();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits, and whoever took the last has come back for more. */
  boolean isIdle() {
    lock.lock();
    try {
      return entries.isEmpty() && !inHand;
    } finally {
      lock.unlock();
    }
  }

  int rows() {
    lock.lock();
    try {
      return rows;
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; what is there can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
