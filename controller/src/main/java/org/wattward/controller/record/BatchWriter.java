package org.wattward.controller.record;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.alarm.Alarm;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * Stores batches, each in one transaction with its key, over a connection of its own that is closed
 * after any error. One thread; {@link #release()} from any.
 */
final class BatchWriter implements BatchSink {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final Duration FUTURE = Duration.ofDays(1);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final int MOST_POINTS_NAMED = 1000;
  private static final int PRUNE_EVERY = 1000;

  private final Time time;
  private final DataSource source;
  private final DatabaseCapabilities.Keeping keeping;
  private final Duration keepRaw;
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable Connection connection;
  private @Nullable Dimensions dimensions;
  private Partitions partitions = new Partitions("reading", Partitions.Span.DAY);
  private long batches;

  BatchWriter(
      Time time, DataSource source, DatabaseCapabilities.Keeping keeping, Duration keepRaw) {
    this.time = time;
    this.source = source;
    this.keeping = keeping;
    this.keepRaw = keepRaw;
  }

  @Override
  public void store(Batch batch) throws Away, Rejected {
    try {
      store(batch, connected());
      batches++;
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

  private void store(Batch batch, Connection in) throws SQLException {
    List<Reading> readings = believable(batch);
    if (keeping == DatabaseCapabilities.Keeping.PARTITIONS) {
      for (Reading reading : readings) {
        partitions.ensure(in, reading.time());
      }
    }
    in.setAutoCommit(false);
    if (claim(batch.key(), in)) {
      copy(readings, in);
      for (Entry entry : batch.entries()) {
        store(entry, in);
      }
      DecisionRows.store(batch.entries(), Objects.requireNonNull(dimensions), in);
      storeAudit(batch.entries(), in);
    }
    in.commit();
    in.setAutoCommit(true);
    if (batches % PRUNE_EVERY == PRUNE_EVERY - 1) {
      prune(batch.key(), in);
    }
  }

  /** Readings with a time that can be true and is still kept. */
  private List<Reading> believable(Batch batch) {
    Instant from = time.now().minus(keepRaw);
    Instant to = time.now().plus(FUTURE);
    List<Reading> readings = new ArrayList<>(batch.readings());
    for (Entry entry : batch.entries()) {
      if (entry instanceof Entry.Readings(List<Reading> given)) {
        for (Reading reading : given) {
          if (reading.time().isBefore(from) || reading.time().isAfter(to)) {
            refuse(reading, from, to);
          } else {
            readings.add(reading);
          }
        }
      }
    }
    return readings;
  }

  private void refuse(Reading reading, Instant from, Instant to) {
    if (refused.getAndIncrement() == 0) {
      LOG.warn(
          "A reading of {} says it is of {}; readings from {} to {} are kept, others are counted"
              + " only. Maybe a clock is wrong.",
          reading.point(),
          reading.time(),
          from,
          to);
    }
  }

  /** Takes the batch's key; false when it is taken, so the batch is stored. */
  private static boolean claim(Batch.Key key, Connection in) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            "insert into batch (writer, seq, part) values (?, ?, ?) on conflict do nothing")) {
      statement.setObject(1, key.writer());
      statement.setLong(2, key.seq());
      statement.setInt(3, key.part());
      return statement.executeUpdate() == 1;
    }
  }

  private void copy(List<Reading> readings, Connection in) throws SQLException {
    if (readings.isEmpty()) {
      return;
    }
    Dimensions known = Objects.requireNonNull(dimensions);
    int[] points = new int[readings.size()];
    int[] qualities = new int[readings.size()];
    Map<Instant, Set<Integer>> touched = new TreeMap<>();
    long minute = Long.MIN_VALUE;
    Set<Integer> ofMinute = Set.of();
    for (int i = 0; i < points.length; i++) {
      Reading reading = readings.get(i);
      points[i] = known.point(reading.point());
      qualities[i] = known.quality(reading.quality());
      long itsMinute = Math.floorDiv(reading.time().getEpochSecond(), 60L);
      if (itsMinute != minute) {
        minute = itsMinute;
        ofMinute =
            touched.computeIfAbsent(Instant.ofEpochSecond(60 * minute), m -> new TreeSet<>());
      }
      if (ofMinute.size() <= MOST_POINTS_NAMED) {
        ofMinute.add(points[i]);
      }
    }
    try (CopyRows rows = new CopyRows(in)) {
      for (int i = 0; i < points.length; i++) {
        rows.row(readings.get(i).time(), readings.get(i).value(), points[i], qualities[i]);
      }
      rows.finish();
    }
    if (keeping != DatabaseCapabilities.Keeping.AGGREGATES) {
      markDue(touched, in);
    }
  }

  /** Notes which minutes have new readings; late ones with their points, so little is redone. */
  private void markDue(Map<Instant, Set<Integer>> touched, Connection in) throws SQLException {
    Instant fresh = time.now().minus(FRESH);
    try (PreparedStatement statement =
        in.prepareStatement("insert into rollup_due (tier_min, bucket, points) values (1, ?, ?)")) {
      for (Map.Entry<Instant, Set<Integer>> minute : touched.entrySet()) {
        statement.setObject(1, utc(minute.getKey()));
        boolean named =
            minute.getKey().isBefore(fresh) && minute.getValue().size() <= MOST_POINTS_NAMED;
        if (named) {
          statement.setArray(2, in.createArrayOf("integer", minute.getValue().toArray()));
        } else {
          statement.setNull(2, Types.ARRAY);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void store(Entry entry, Connection in) throws SQLException {
    switch (entry) {
      case Entry.Readings _, Entry.Audited _, Entry.Decided _ -> {
        // The first went with the COPY, each of the others' kinds goes together.
      }
      case Entry.Alarmed(Alarm alarm) -> store(alarm, in);
      case Entry.Ruled(PackageNote note) -> PackageRows.store(note, in);
      case Entry.Tried(TrialNote note) -> PackageRows.store(note, in);
      case Entry.Stated(ConditionNote note) -> PackageRows.store(note, in);
      case Entry.Gap gap -> store(gap, in);
    }
  }

  private static void store(Alarm alarm, Connection in) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            """
            insert into alarm (key, raised, subject, priority, cause, consequence, response,
              cleared, acknowledged_by)
            values (?, ?, ?, ?::alarm_priority, ?, ?, ?, ?, ?)
            on conflict (key, raised) do update set subject = excluded.subject,
              priority = excluded.priority, cause = excluded.cause,
              consequence = excluded.consequence, response = excluded.response,
              cleared = excluded.cleared, acknowledged_by = excluded.acknowledged_by\
            """)) {
      statement.setString(1, alarm.key());
      statement.setObject(2, utc(alarm.raised()));
      statement.setString(3, alarm.subject());
      statement.setString(4, alarm.priority().name());
      statement.setString(5, alarm.cause());
      statement.setString(6, alarm.consequence());
      statement.setString(7, alarm.response());
      statement.setTimestamp(8, alarm.cleared().map(Timestamp::from).orElse(null));
      statement.setString(9, alarm.acknowledgedBy().orElse(null));
      statement.executeUpdate();
    }
  }

  private static void storeAudit(List<Entry> entries, Connection in) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            "insert into audit (time, actor, action, subject, detail) values (?, ?, ?, ?, ?)")) {
      for (Entry entry : entries) {
        if (entry instanceof Entry.Audited(AuditEntry audit)) {
          statement.setObject(1, utc(audit.time()));
          statement.setString(2, audit.actor());
          statement.setString(3, audit.action());
          statement.setString(4, audit.subject());
          statement.setString(5, audit.detail());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private static void store(Entry.Gap gap, Connection in) throws SQLException {
    try (PreparedStatement statement =
        in.prepareStatement(
            "insert into gap (from_time, to_time, readings, reason) values (?, ?, ?, ?)")) {
      statement.setObject(1, utc(gap.from()));
      statement.setObject(2, utc(gap.to()));
      statement.setLong(3, gap.readings());
      statement.setString(4, gap.reason());
      statement.executeUpdate();
    }
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
