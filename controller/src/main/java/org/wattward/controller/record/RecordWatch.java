package org.wattward.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.alarm.Alarm.Priority;
import org.wattward.controller.alarm.Condition;
import org.wattward.devices.time.Time;

/**
 * Tells from the record's counters what somebody must know: the database away, the disk that fails
 * or fills, readings given up, batches rejected. One thread.
 */
final class RecordWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RecordWatch.class);
  private static final Duration DATABASE_ON_DELAY = Duration.ofSeconds(30);
  private static final Duration OFF_DELAY = Duration.ofSeconds(5);

  /** What happened once is shown for a while. */
  private static final Duration SHOWN = Duration.ofMinutes(10);

  /** An eighth of the spool's bound must fit on the disk besides what is spooled already. */
  private static final int LEAST_SHARE = 8;

  private static final String SUBJECT = "record";
  private static final String DISK = "record/disk";

  private final Time time;
  private final RecordSettings settings;
  private final Since dropped = new Since();
  private final Since rejected = new Since();

  RecordWatch(Time time, RecordSettings settings) {
    this.time = time;
    this.settings = settings;
  }

  /** A count that is news for a while after it grew. */
  private static final class Since {
    private long latest;
    private long grewAtNanos;
    private boolean news;

    boolean grewLately(long count, long nowNanos) {
      if (count > latest) {
        news = true;
        grewAtNanos = nowNanos;
      }
      latest = count;
      news = news && nowNanos - grewAtNanos < SHOWN.toNanos();
      return news;
    }
  }

  /** Everything it looks after, and whether it holds. */
  List<RecordTrouble> troubles(RecordCounters counters) {
    long nowNanos = time.nanos();
    long freeBytes = freeBytes();
    return List.of(
        new RecordTrouble(database(counters), counters.fault().isPresent()),
        new RecordTrouble(disk(counters), counters.diskFault().isPresent()),
        new RecordTrouble(space(freeBytes), freeBytes < settings.spoolBytes() / LEAST_SHARE),
        new RecordTrouble(lost(counters), dropped.grewLately(counters.rowsDropped(), nowNanos)),
        new RecordTrouble(
            rejected(counters), rejected.grewLately(counters.batchesQuarantined(), nowNanos)));
  }

  private long freeBytes() {
    try {
      return Files.getFileStore(settings.directory()).getUsableSpace();
    } catch (IOException e) {
      // A disk that cannot even be asked shows when something is written.
      LOG.debug("How much room is left at {} is unknown.", settings.directory(), e);
      return Long.MAX_VALUE;
    }
  }

  private Condition database(RecordCounters counters) {
    return new Condition(
        "record/database",
        SUBJECT,
        Priority.MEDIUM,
        "The database does not take the record. " + counters.fault().orElse(""),
        "Control goes on. Readings wait on disk, up to %d MiB; then the oldest are given up."
            .formatted(settings.spoolBytes() >> 20),
        "Start the database, or make its network well; what waits is stored by itself.",
        DATABASE_ON_DELAY,
        OFF_DELAY,
        Optional.empty());
  }

  private Condition disk(RecordCounters counters) {
    return new Condition(
        DISK,
        SUBJECT,
        Priority.HIGH,
        "The spool in %s cannot be written. %s"
            .formatted(settings.directory(), counters.diskFault().orElse("")),
        "Control goes on. While the database is away, only %d rows are kept; the oldest are given up."
            .formatted(settings.waitingRows()),
        "Make room on the disk, or replace it; the spool is used again by itself.",
        Duration.ZERO,
        OFF_DELAY,
        Optional.empty());
  }

  private Condition space(long freeBytes) {
    return new Condition(
        "record/space",
        SUBJECT,
        Priority.MEDIUM,
        "The disk of %s has %d MiB left.".formatted(settings.directory(), freeBytes >> 20),
        "If the database goes away, less than an eighth of the spool's %d MiB can wait."
            .formatted(settings.spoolBytes() >> 20),
        "Make room on the disk.",
        OFF_DELAY,
        OFF_DELAY,
        Optional.of(DISK));
  }

  private static Condition lost(RecordCounters counters) {
    return new Condition(
        "record/lost",
        SUBJECT,
        Priority.HIGH,
        "%d rows were given up since the start, for want of room or because the disk changed them."
            .formatted(counters.rowsDropped()),
        "History has a gap there, which is recorded.",
        "Find out why the database was away for so long, or give the spool a larger disk.",
        Duration.ZERO,
        OFF_DELAY,
        Optional.empty());
  }

  private Condition rejected(RecordCounters counters) {
    return new Condition(
        "record/rejected",
        SUBJECT,
        Priority.LOW,
        "The database rejected %d batches since the start."
            .formatted(counters.batchesQuarantined()),
        "They are not in the history; everything else is.",
        "Look at the reasons in %s.".formatted(settings.directory().resolve("quarantine")),
        Duration.ZERO,
        OFF_DELAY,
        Optional.empty());
  }
}
