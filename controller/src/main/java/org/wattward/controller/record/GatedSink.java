package org.wattward.controller.record;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Holds batches back until the database is ready for them. */
final class GatedSink implements BatchSink {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Duration patience;
  private @Nullable BatchSink behind;
  private boolean released;
  private String reason = "It has not answered yet.";

  /**
   * Makes a closed one.
   *
   * @param patience how long a batch waits in memory for the first opening
   */
  GatedSink(Duration patience) {
    this.patience = patience;
  }

  /** Lets batches through from now on. */
  void open(BatchSink sink) {
    lock.lock();
    try {
      behind = sink;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says why it is still closed; nobody needs to wait then.
   *
   * @return whether this is another reason than before
   */
  boolean stayClosed(String why) {
    lock.lock();
    try {
      boolean another = !why.equals(reason);
      reason = why;
      released = true;
      changed.signalAll();
      return another;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void store(List<Batch> batches) throws Away, Rejected {
    BatchSink open;
    lock.lock();
    try {
      long left = patience.toNanos();
      while (behind == null && !released && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (behind == null) {
        throw new Away(reason);
      }
      open = behind;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Away("The wait for it was interrupted.", e);
    } finally {
      lock.unlock();
    }
    open.store(batches);
  }

  @Override
  public void release() {
    BatchSink open;
    lock.lock();
    try {
      released = true;
      changed.signalAll();
      open = behind;
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.release();
    }
  }
}
