package org.wattward.controller.record;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The line that batches stand in on their way to the database: in memory while it keeps up, on disk
 * when it is away or slow. Whatever is in memory is older than whatever is on disk, so the order
 * never changes.
 *
 * <p>One thread puts, one takes; both may block on the disk.
 */
final class BatchLine {
  /** So many rows cost a transaction's end little beside their own time, and are soon done. */
  private static final int ROWS_AT_ONCE = 100_000;

  private final Spool spool;
  private final int mostRows;
  private final Consumer<Batch> acknowledged;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Batch> memory = new ArrayDeque<>();
  private final AtomicInteger memoryRows = new AtomicInteger();
  private boolean away;
  private boolean closed;

  /**
   * Makes one.
   *
   * @param spool where batches wait on disk
   * @param mostRows how many rows wait in memory
   * @param acknowledged is told of each batch that cannot be lost any more, perhaps twice
   */
  BatchLine(Spool spool, int mostRows, Consumer<Batch> acknowledged) {
    this.spool = spool;
    this.mostRows = mostRows;
    this.acknowledged = acknowledged;
  }

  /**
   * What stands at the head of the line.
   *
   * @param batches in order, at least one
   * @param spooled whether they are on disk
   */
  record Turn(List<Batch> batches, boolean spooled) {
    List<Batch.Key> keys() {
      return batches.stream().map(Batch::key).toList();
    }
  }

  /**
   * Takes a batch in.
   *
   * @throws IOException when it must go to disk and the disk will not have it: try again
   */
  void put(Batch batch) throws IOException {
    lock.lock();
    try {
      if (!away && spool.isEmpty() && memoryRows.get() + batch.rows() <= mostRows) {
        memory.addLast(batch);
        memoryRows.addAndGet(batch.rows());
      } else {
        spill();
        spool.append(List.of(batch));
        acknowledged.accept(batch);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Brings to disk what waits in memory. */
  void spill() throws IOException {
    lock.lock();
    try {
      if (!memory.isEmpty()) {
        List<Batch> waiting = new ArrayList<>(memory);
        spool.prepend(waiting);
        memory.clear();
        memoryRows.set(0);
        waiting.forEach(acknowledged);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next batches: the oldest, and with it those that wait behind it already, since
   * the database takes many in hardly more time than one.
   *
   * @return empty when the line is closed and nothing is left
   */
  Optional<Turn> next() throws InterruptedException, IOException {
    lock.lock();
    try {
      while (true) {
        if (!memory.isEmpty()) {
          return Optional.of(new Turn(takeFromMemory(), false));
        }
        List<Batch> spooled = spool.first(ROWS_AT_ONCE);
        if (!spooled.isEmpty()) {
          return Optional.of(new Turn(spooled, true));
        }
        if (closed) {
          return Optional.empty();
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Batch> takeFromMemory() {
    List<Batch> taken = new ArrayList<>();
    int rows = 0;
    while (!memory.isEmpty() && rows < ROWS_AT_ONCE) {
      Batch batch = memory.removeFirst();
      rows += batch.rows();
      taken.add(batch);
    }
    memoryRows.addAndGet(-rows);
    return taken;
  }

  /** The batches are stored, or never will be. */
  void done(Turn turn) throws IOException {
    lock.lock();
    try {
      away = false;
      if (turn.spooled) {
        spool.remove(turn.keys());
      } else {
        turn.batches.forEach(acknowledged);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The database did not take the batches: they go back to the head of the line, and all that waits
   * goes to disk.
   *
   * @throws IOException when the disk will not have them; they wait in memory then
   */
  void giveBack(Turn turn) throws IOException {
    lock.lock();
    try {
      away = true;
      if (!turn.spooled) {
        for (Batch batch : turn.batches.reversed()) {
          memory.addFirst(batch);
          memoryRows.addAndGet(batch.rows());
        }
      }
      spill();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Rows that wait in memory; told at once. */
  int rows() {
    return memoryRows.get();
  }
}
