package org.wattward.controller.record;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * Records by way of a queue, a line of batches and a sink. Two threads: one makes batches and puts
 * them into the line, one brings them from there to the database ({@link BatchStorer}). Neither a
 * slow database nor a full disk reaches whoever hands something over.
 *
 * <p>They are the system's threads, not virtual ones: they compute and wait for disks for tens of
 * milliseconds, and would hold the few threads meanwhile that carry all polling and deciding.
 *
 * <p>What was handed over is safe once it is stored or on disk, which takes a batch's wait; a crash
 * before that loses it.
 */
public final class CopyRecorder implements Recorder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CopyRecorder.class);
  private static final Duration FAREWELL = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final RecordSettings settings;
  private final BatchSink sink;
  private final EntryQueue queue;
  private final BatchLine line;
  private final Spool spool;
  private final BatchStorer storer;
  private final UUID writer = UUID.randomUUID();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong spoolFaults = new AtomicLong();
  private final Lag lag;
  private @Nullable Thread intake;
  private @Nullable Thread store;
  private long seq;

  /**
   * Makes one; {@link #start()} sets it going.
   *
   * @param time tells how long things wait
   * @param settings its bounds and its directory
   * @param sink where batches go
   * @param acknowledged is told of each batch that cannot be lost any more
   * @throws IOException when the directory cannot be used
   */
  CopyRecorder(Time time, RecordSettings settings, BatchSink sink, Consumer<Batch> acknowledged)
      throws IOException {
    this(time, settings, new Ends(sink, acknowledged, SpoolDisk.REAL));
  }

  /**
   * What is at its ends.
   *
   * @param sink where batches go
   * @param acknowledged is told of each batch that cannot be lost any more
   * @param disk where they wait when the sink takes none
   */
  record Ends(BatchSink sink, Consumer<Batch> acknowledged, SpoolDisk disk) {}

  CopyRecorder(Time time, RecordSettings settings, Ends ends) throws IOException {
    this.settings = settings;
    this.sink = ends.sink;
    this.lag = new Lag(time);
    this.queue = new EntryQueue(settings.waitingRows(), settings.batchRows(), settings.batchWait());
    this.spool =
        Spool.open(
            new Spool.Place(
                settings.directory().resolve("spool"),
                settings.spoolBytes(),
                settings.segmentBytes()),
            ends.disk);
    this.line = new BatchLine(spool, settings.waitingRows(), ends.acknowledged);
    this.storer =
        new BatchStorer(
            line,
            sink,
            new Quarantine(settings.directory().resolve("quarantine")),
            lag,
            spoolFaults::incrementAndGet);
  }

  /** Starts its threads. */
  void start() {
    intake = Thread.ofPlatform().daemon().name("record-intake").start(this::takeIn);
    store = Thread.ofPlatform().daemon().name("record-store").start(storer::run);
  }

  @Override
  public void readings(List<Reading> readings) {
    // A huge list in parts, so that batches keep near their size.
    for (int from = 0; from < readings.size(); from += settings.batchRows()) {
      int to = Math.min(readings.size(), from + settings.batchRows());
      offer(new Entry.Readings(readings.subList(from, to)));
    }
  }

  @Override
  public void decision(Decision decision) {
    offer(new Entry.Decided(decision));
  }

  @Override
  public void alarm(Alarm alarm) {
    offer(new Entry.Alarmed(alarm));
  }

  @Override
  public void audit(AuditEntry entry) {
    offer(new Entry.Audited(entry));
  }

  @Override
  public void rulePackage(PackageNote note) {
    offer(new Entry.Ruled(note));
  }

  @Override
  public void trial(TrialNote note) {
    offer(new Entry.Tried(note));
  }

  @Override
  public void condition(ConditionNote note) {
    offer(new Entry.Stated(note));
  }

  private void offer(Entry entry) {
    offered.addAndGet(entry.rows());
    queue.offer(entry);
  }

  private void takeIn() {
    try {
      for (List<Entry> taken = queue.take(); !taken.isEmpty(); taken = queue.take()) {
        seq++;
        Batch batch = new Batch(new Batch.Key(writer, seq, 1), taken);
        lag.waiting(batch.key());
        putPatiently(batch);
      }
    } catch (InterruptedException e) {
      LOG.warn("The recorder's intake was interrupted; {} rows are lost.", queue.rows());
    } finally {
      line.close();
    }
  }

  private void putPatiently(Batch batch) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        line.put(batch);
        spool.takeGap().ifPresent(queue::note);
        if (attempt > 1) {
          LOG.info("The spool in {} can be written again.", settings.directory());
        }
        return;
      } catch (IOException e) {
        spoolFaults.incrementAndGet();
        if (attempt == 1) {
          LOG.warn(
              "The database is away and the spool in {} cannot be written: {}. New readings wait in"
                  + " memory; make room on the disk.",
              settings.directory(),
              e.getMessage());
        }
        if (closing.await(BatchSink.backOff(attempt).toMillis(), TimeUnit.MILLISECONDS)
            && attempt > 3) {
          lost.addAndGet(batch.rows());
          return;
        }
      }
    }
  }

  /** What it has done and what waits; the sink's refusals are not in it. */
  RecordCounters counters(long readingsRefused) {
    return new RecordCounters(
        offered.get(),
        storer.stored(),
        (long) queue.rows() + line.rows(),
        spool.readings(),
        spool.bytes(),
        queue.dropped() + spool.dropped() + lost.get(),
        readingsRefused,
        storer.quarantined(),
        spoolFaults.get(),
        lag.now(),
        storer.fault(),
        spool.fault());
  }

  /** Tries a disk that failed, so that it is known when it is well again. Blocks on the disk. */
  void probeDisk() {
    spool.probe();
  }

  /** Whether everything handed over is stored. */
  boolean isDrained() {
    return queue.isIdle() && lag.isNone() && line.rows() == 0 && spool.isEmpty();
  }

  /**
   * Takes no more, stores what waits, and brings to disk what cannot be stored in time. Blocks, at
   * most about half a minute.
   */
  @Override
  public void close() {
    queue.close();
    Thread intakeThread = intake;
    Thread storeThread = store;
    try {
      if (intakeThread != null) {
        join(intakeThread, FAREWELL);
      }
      if (storeThread != null && !ends(storeThread)) {
        closing.countDown();
        storer.end();
        // Whatever it waits for in the database fails now, and the batch goes to disk.
        sink.release();
        join(storeThread, FAREWELL);
      }
      closing.countDown();
      storer.end();
      if (intakeThread != null) {
        join(intakeThread, FAREWELL);
      }
      line.spill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn(
          "{} rows are lost: the database is away and the spool in {} cannot be written: {}",
          line.rows(),
          settings.directory(),
          e.getMessage());
    }
    long waiting = spool.readings();
    if (waiting > 0) {
      LOG.info("{} readings stay in {} for the next start.", waiting, settings.directory());
    }
  }

  /** Whether all is stored in time; a database that is known to be away is not waited for. */
  private boolean ends(Thread storeThread) throws InterruptedException {
    for (Duration waited = Duration.ZERO;
        storer.fault().isEmpty() && waited.compareTo(FAREWELL) < 0;
        waited = waited.plus(LOOK)) {
      if (join(storeThread, LOOK)) {
        return true;
      }
    }
    return !storeThread.isAlive();
  }

  private static boolean join(Thread thread, Duration most) throws InterruptedException {
    return thread.join(most);
  }
}
