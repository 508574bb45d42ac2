package org.wattward.controller.record;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings batches from the line to the sink, as many in one transaction as wait. What a transaction
 * is rejected for is found by halving and set aside; the rest goes on. One thread runs it; what it
 * has done is told to any.
 */
final class BatchStorer {
  private static final Logger LOG = LoggerFactory.getLogger(BatchStorer.class);

  private final BatchLine line;
  private final BatchSink sink;
  private final Quarantine quarantine;
  private final Lag lag;
  private final Runnable onSpoolFault;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private volatile @Nullable String fault;

  BatchStorer(
      BatchLine line, BatchSink sink, Quarantine quarantine, Lag lag, Runnable onSpoolFault) {
    this.line = line;
    this.sink = sink;
    this.quarantine = quarantine;
    this.lag = lag;
    this.onSpoolFault = onSpoolFault;
  }

  /** Runs until the line is closed and empty, or until it fails after {@link #end()}. */
  void run() {
    int failures = 0;
    try {
      for (Optional<BatchLine.Turn> turn = nextTurn(); turn.isPresent(); turn = nextTurn()) {
        failures = storeAll(turn.get()) ? 0 : failures + 1;
        if (failures > 0 && waitBefore(failures)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("The recorder's store was interrupted.");
    } finally {
      sink.release();
    }
  }

  /** Tries nothing a second time from now on. */
  void end() {
    ending.countDown();
  }

  private boolean waitBefore(int attempt) throws InterruptedException {
    return ending.await(BatchSink.backOff(attempt).toMillis(), TimeUnit.MILLISECONDS);
  }

  private Optional<BatchLine.Turn> nextTurn() throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return line.next();
      } catch (IOException e) {
        onSpoolFault.run();
        LOG.warn("The spool cannot be read: {}", e.getMessage());
        if (waitBefore(attempt)) {
          return Optional.empty();
        }
      }
    }
  }

  private boolean storeAll(BatchLine.Turn turn) {
    try {
      stored.addAndGet(storeOrHalve(turn.batches()));
      if (fault != null) {
        fault = null;
        LOG.info("The database takes the record again.");
      }
      turn.keys().forEach(lag::arrived);
      line.done(turn);
      return true;
    } catch (BatchSink.Away e) {
      if (fault == null) {
        LOG.warn("The database does not take the record, which waits: {}", e.getMessage());
      }
      fault = String.valueOf(e.getMessage());
      giveBack(turn);
      return false;
    } catch (IOException e) {
      onSpoolFault.run();
      LOG.warn("The spool cannot be changed: {}", e.getMessage());
      return false;
    }
  }

  private void giveBack(BatchLine.Turn turn) {
    try {
      line.giveBack(turn);
    } catch (IOException e) {
      onSpoolFault.run();
    }
  }

  /**
   * Stores what can be stored. What cannot is found by halving, first the batches, then the entries
   * of the one, and set aside.
   *
   * @return rows that are stored now
   */
  private long storeOrHalve(List<Batch> batches) throws BatchSink.Away {
    try {
      sink.store(batches);
      return batches.stream().mapToLong(Batch::rows).sum();
    } catch (BatchSink.Rejected e) {
      Batch first = batches.getFirst();
      if (batches.size() > 1) {
        int middle = batches.size() / 2;
        return storeOrHalve(batches.subList(0, middle))
            + storeOrHalve(batches.subList(middle, batches.size()));
      }
      if (first.entries().size() > 1) {
        long rows = 0;
        for (Batch half : first.halves()) {
          rows += storeOrHalve(List.of(half));
        }
        return rows;
      }
      quarantine.take(first, String.valueOf(e.getMessage()));
      quarantined.incrementAndGet();
      return 0;
    }
  }

  /** Rows stored by this run. */
  long stored() {
    return stored.get();
  }

  /** Batches set aside. */
  long quarantined() {
    return quarantined.get();
  }

  /** Why the database takes nothing now; empty when it does. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }
}
