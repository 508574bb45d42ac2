package org.wattward.controller.record;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * Stores batches, many in one transaction with their keys, over a connection of its own that is
 * closed after any error. One thread; {@link #release()} from any.
 */
final class BatchWriter implements BatchSink {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final Duration FUTURE = Duration.ofDays(1);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final long DAY_S = 86_400;
  private static final int PRUNE_EVERY = 1000;

  private final Time time;
  private final DataSource source;
  private final DatabaseCapabilities.Keeping keeping;
  private final Duration keepRaw;
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable Connection connection;
  private @Nullable Dimensions dimensions;
  private Partitions partitions = new Partitions("reading", Partitions.Span.DAY);
  private long stored;
  private long pruned;

  BatchWriter(
      Time time, DataSource source, DatabaseCapabilities.Keeping keeping, Duration keepRaw) {
    this.time = time;
    this.source = source;
    this.keeping = keeping;
    this.keepRaw = keepRaw;
  }

  @Override
  public void store(List<Batch> batches) throws Away, Rejected {
    try {
      store(batches, connected());
    } catch (SQLException | RuntimeException e) {
      release();
      String said = String.valueOf(cause(e).getMessage());
      if (e instanceof SQLException fault && isRejection(fault)) {
        throw new Rejected(said, e);
      }
      throw new Away(said, e);
    }
  }

  /** Of statements that went together the fault itself: what wraps it repeats all their values. */
  private static Exception cause(Exception fault) {
    return fault instanceof BatchUpdateException batch && batch.getNextException() != null
        ? batch.getNextException()
        : fault;
  }

  /**
   * Class 22 is a value that the database cannot hold, 23 one that breaks a constraint. Everything
   * else may pass: broken connections, a full disk, a missing table.
   */
  private static boolean isRejection(SQLException fault) {
    String state = fault.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("23"));
  }

  private Connection connected() throws SQLException {
    Connection known = connection;
    if (known != null) {
      return known;
    }
    Connection fresh = source.getConnection();
    connection = fresh;
    fresh.setAutoCommit(true);
    try (PreparedStatement statement = fresh.prepareStatement("set synchronous_commit = on")) {
      statement.execute();
    }
    dimensions = new Dimensions(fresh);
    partitions = new Partitions("reading", Partitions.Span.DAY);
    return fresh;
  }

  private void store(List<Batch> batches, Connection in) throws SQLException {
    List<Batch> believed = batches.stream().map(this::believable).toList();
    if (keeping == DatabaseCapabilities.Keeping.PARTITIONS) {
      ensurePartitions(believed, in);
    }
    in.setAutoCommit(false);
    Set<Batch.Key> claimed = claim(batches, in);
    List<Batch> fresh = believed.stream().filter(batch -> claimed.contains(batch.key())).toList();
    if (!fresh.isEmpty()) {
      Dimensions known = Objects.requireNonNull(dimensions);
      new ReadingRows(in, known, keeping, time.now().minus(FRESH)).store(fresh);
      new EventRows(in, known).store(fresh);
    }
    in.commit();
    in.setAutoCommit(true);
    refuse(
        readings(batches.stream().filter(batch -> claimed.contains(batch.key())).toList())
            - readings(fresh));
    stored += batches.size();
    if (stored - pruned >= PRUNE_EVERY) {
      prune(batches.getLast().key(), in);
      pruned = stored;
    }
  }

  private static int readings(List<Batch> batches) {
    return batches.stream().mapToInt(Batch::readings).sum();
  }

  private void ensurePartitions(List<Batch> batches, Connection in) throws SQLException {
    long latest = Long.MIN_VALUE;
    for (Batch batch : batches) {
      for (Entry entry : batch.entries()) {
        if (entry instanceof Entry.Readings(List<Reading> readings)) {
          for (Reading reading : readings) {
            long day = Math.floorDiv(reading.time().getEpochSecond(), DAY_S);
            if (day != latest) {
              partitions.ensure(in, reading.time());
              latest = day;
            }
          }
        }
      }
    }
  }

  /** The batch without readings of a time that cannot be true or is not kept any more. */
  private Batch believable(Batch batch) {
    Instant from = time.now().minus(keepRaw);
    Instant to = time.now().plus(FUTURE);
    List<Entry> entries = new ArrayList<>(batch.entries().size());
    for (Entry entry : batch.entries()) {
      if (entry instanceof Entry.Readings(List<Reading> given)
          && !given.stream().allMatch(reading -> isWithin(reading, from, to))) {
        entries.add(
            new Entry.Readings(
                given.stream().filter(reading -> isWithin(reading, from, to)).toList()));
      } else {
        entries.add(entry);
      }
    }
    return new Batch(batch.key(), entries);
  }

  private static boolean isWithin(Reading reading, Instant from, Instant to) {
    return !reading.time().isBefore(from) && !reading.time().isAfter(to);
  }

  /** Counted when the rest is stored, so that a batch that comes again is not counted again. */
  private void refuse(int readings) {
    if (readings > 0 && refused.getAndAdd(readings) == 0) {
      LOG.warn(
          "{} readings say they are older than {} days or of tomorrow; such are counted only. Maybe"
              + " a clock is wrong.",
          readings,
          keepRaw.toDays());
    }
  }

  /** Takes the batches' keys; those that were taken before are stored and are not among them. */
  private static Set<Batch.Key> claim(List<Batch> batches, Connection in) throws SQLException {
    Object[] writers = batches.stream().map(batch -> batch.key().writer()).toArray();
    Object[] seqs = batches.stream().map(batch -> batch.key().seq()).toArray();
    Object[] parts = batches.stream().map(batch -> batch.key().part()).toArray();
    Set<Batch.Key> claimed = new HashSet<>();
    try (PreparedStatement statement =
        in.prepareStatement(
            """
            insert into batch (writer, seq, part) select * from unnest(?, ?, ?)
            on conflict do nothing returning writer, seq, part\
            """)) {
      statement.setArray(1, in.createArrayOf("uuid", writers));
      statement.setArray(2, in.createArrayOf("bigint", seqs));
      statement.setArray(3, in.createArrayOf("integer", parts));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          claimed.add(
              new Batch.Key(rows.getObject(1, UUID.class), rows.getLong(2), rows.getInt(3)));
        }
      }
    }
    return claimed;
  }

  /**
   * Forgets keys of batches that cannot come again. Batches come in order, so this run is far past
   * those, and earlier runs are over.
   */
  private static void prune(Batch.Key latest, Connection in) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            """
            delete from batch where writer = ? and seq < ? - 100000
              or writer <> ? and stored_at < now() - interval '1 day'\
            """)) {
      statement.setObject(1, latest.writer());
      statement.setLong(2, latest.seq());
      statement.setObject(3, latest.writer());
      statement.executeUpdate();
    }
  }

  static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  /** Readings whose time could not be true. */
  long refused() {
    return refused.get();
  }

  @Override
  public void release() {
    Connection known = connection;
    connection = null;
    if (known != null) {
      try {
        known.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("A connection did not end cleanly.", e);
      }
    }
  }
}
