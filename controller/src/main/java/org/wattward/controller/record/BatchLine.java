package org.wattward.controller.record;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
  private final Spool spool;
  private final int mostRows;
  private final Consumer<Batch> acknowledged;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Batch> memory = new ArrayDeque<>();
  private int memoryRows;
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
   * A batch at the head of the line.
   *
   * @param batch the batch
   * @param spooled whether it is on disk
   */
  record Turn(Batch batch, boolean spooled) {}

  /**
   * Takes a batch in.
   *
   * @throws IOException when it must go to disk and the disk will not have it: try again
   */
  void put(Batch batch) throws IOException {
    lock.lock();
    try {
      if (!away && spool.isEmpty() && memoryRows + batch.rows() <= mostRows) {
        memory.addLast(batch);
        memoryRows += batch.rows();
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
        memoryRows = 0;
        waiting.forEach(acknowledged);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next batch.
   *
   * @return the oldest; empty when the line is closed and nothing is left
   */
  Optional<Turn> next() throws InterruptedException, IOException {
    lock.lock();
    try {
      while (true) {
        Batch waiting = memory.pollFirst();
        if (waiting != null) {
          memoryRows -= waiting.rows();
          return Optional.of(new Turn(waiting, false));
        }
        Optional<Batch> spooled = spool.first();
        if (spooled.isPresent()) {
          return Optional.of(new Turn(spooled.get(), true));
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

  /** The batch is stored, or never will be. */
  void done(Turn turn) throws IOException {
    lock.lock();
    try {
      away = false;
      if (turn.spooled) {
        spool.remove(turn.batch.key());
      } else {
        acknowledged.accept(turn.batch);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The database did not take the batch: it goes back to the head of the line, and all that waits
   * goes to disk.
   *
   * @throws IOException when the disk will not have it; it waits in memory then
   */
  void giveBack(Turn turn) throws IOException {
    lock.lock();
    try {
      away = true;
      if (!turn.spooled) {
        memory.addFirst(turn.batch);
        memoryRows += turn.batch.rows();
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

  /** Rows that wait in memory. */
  int rows() {
    lock.lock();
    try {
      return memoryRows;
    } finally {
      lock.unlock();
    }
  }
}
