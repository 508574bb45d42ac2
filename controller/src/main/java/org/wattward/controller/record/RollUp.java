package org.wattward.controller.record;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.record.Resolution.Tier;
import org.wattward.devices.time.Time;

/**
 * Rolls readings up to minutes, minutes to quarters, quarters to hours. It redoes the spans that
 * have new readings, however late they came: the recorder notes them in the transaction that stores
 * the readings. One thread.
 */
final class RollUp {
  /** How long after its end a minute waits for readings on their way. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration DAY = Duration.ofDays(1);

  private static final String FROM_READINGS =
      """
      insert into reading_1min (bucket, point_id, readings, first_time, last_time, last_value,
        last_is_good, good_s, value_s, min, max, first_good, last_good, gain)
      select ?, point_id, count(*), min(time), max(time),
        max(value) filter (where next_time is null),
        bool_or(good) filter (where next_time is null),
        coalesce(sum(held_s) filter (where good), 0),
        coalesce(sum(value * held_s) filter (where good), 0),
        min(value) filter (where good), max(value) filter (where good),
        max(value) filter (where good and before is null),
        max(value) filter (where good and after is null),
        coalesce(sum(counter_gain(before, value, wraps_at)) filter (where good), 0)
      from (
        select r.point_id, r.time, r.value, r.quality_id = 1 as good, p.wraps_at,
          lead(r.time) over run as next_time,
          least(p.hold_s,
            coalesce(extract(epoch from lead(r.time) over run - r.time)::float8, 0)) as held_s,
          lag(r.value) over good_run as before,
          lead(r.value) over good_run as after
        from reading r join point p on p.id = r.point_id
        where r.time >= ? and r.time < ? and (?::integer[] is null or r.point_id = any(?))
        window run as (partition by r.point_id order by r.time, r.quality_id desc, r.value),
          good_run as (partition by r.point_id, r.quality_id = 1
            order by r.time, r.quality_id desc, r.value)
      ) one
      group by point_id\
      """;

  private static final String FROM_SPANS =
      """
      insert into TIER (bucket, point_id, readings, first_time, last_time, last_value,
        last_is_good, good_s, value_s, min, max, first_good, last_good, gain)
      select ?, point_id, sum(readings), min(first_time), max(last_time),
        max(last_value) filter (where next_first is null),
        bool_or(last_is_good) filter (where next_first is null),
        sum(good_s + held_s), sum(value_s + last_value * held_s),
        min(min), max(max),
        max(first_good) filter (where before is null),
        max(last_good) filter (where after is null),
        sum(gain + coalesce(counter_gain(before, first_good, wraps_at), 0))
      from (
        select t.*, p.wraps_at,
          lead(t.first_time) over run as next_first,
          case when t.last_is_good then least(p.hold_s, coalesce(extract(
            epoch from lead(t.first_time) over run - t.last_time)::float8, 0)) else 0 end
            as held_s,
          lag(t.last_good) over good_run as before,
          lead(t.first_good) over good_run as after
        from FINER t join point p on p.id = t.point_id
        where t.bucket >= ? and t.bucket < ? and (?::integer[] is null or t.point_id = any(?))
        window run as (partition by t.point_id order by t.bucket),
          good_run as (partition by t.point_id, t.last_good is null order by t.bucket)
      ) one
      group by point_id\
      """;

  private final Time time;
  private final DataSource source;
  private final DatabaseCapabilities.Keeping keeping;
  private final Retention retention;
  private final Partitions minutes = new Partitions(Tier.MINUTE.table(), Partitions.Span.MONTH);
  private final Partitions quarters = new Partitions(Tier.QUARTER.table(), Partitions.Span.MONTH);
  private final Partitions hours = new Partitions(Tier.HOUR.table(), Partitions.Span.YEAR);

  RollUp(Time time, DataSource source, DatabaseCapabilities.Keeping keeping, Retention retention) {
    this.time = time;
    this.source = source;
    this.keeping = keeping;
    this.retention = retention;
  }

  /** Does all that is due now. */
  void run() throws SQLException {
    try (Connection connection = source.getConnection()) {
      Instant ended = time.now().minus(GRACE).minus(Tier.MINUTE.size());
      for (Tier tier : new Tier[] {Tier.MINUTE, Tier.QUARTER, Tier.HOUR}) {
        // Minutes wait for their end; what is made from them is due when they are done.
        Instant latest = tier == Tier.MINUTE ? ended : Instant.parse("9999-01-01T00:00:00Z");
        Optional<Instant> due = earliestDue(connection, tier, latest);
        while (due.isPresent()) {
          redo(connection, tier, due.get());
          due = earliestDue(connection, tier, latest);
        }
      }
    }
  }

  private static Optional<Instant> earliestDue(Connection connection, Tier tier, Instant latest)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select min(bucket) from rollup_due where tier_min = ? and bucket <= ?")) {
      statement.setLong(1, tier.size().toMinutes());
      statement.setObject(2, BatchWriter.utc(latest));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return Optional.ofNullable(rows.getObject(1, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant);
      }
    }
  }

  private void redo(Connection connection, Tier tier, Instant bucket) throws SQLException {
    if (keeping == DatabaseCapabilities.Keeping.PARTITIONS) {
      partitions(tier).ensure(connection, bucket);
    }
    connection.setAutoCommit(false);
    try {
      Integer @Nullable [] points = takeDue(connection, tier, bucket);
      // A day of spare, so that nothing is redone from readings that are going.
      boolean complete =
          !bucket.isBefore(time.now().minus(retention.raw()).plus(DAY))
              || (tier != Tier.MINUTE && !bucket.isBefore(time.now().minus(retention.minutes())));
      if (complete) {
        replace(connection, tier, bucket, points);
        if (tier != Tier.HOUR) {
          markDue(connection, tier.coarser(), bucket, points);
        }
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private Partitions partitions(Tier tier) {
    return switch (tier) {
      case MINUTE -> minutes;
      case QUARTER -> quarters;
      case HOUR -> hours;
      case RAW -> throw new IllegalArgumentException("Readings are not rolled up to readings.");
    };
  }

  /** Takes the notes of a span away. The points they name; null for all points. */
  private static Integer @Nullable [] takeDue(Connection connection, Tier tier, Instant bucket)
      throws SQLException {
    boolean all = false;
    TreeSet<Integer> points = new TreeSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from rollup_due where tier_min = ? and bucket = ? returning points")) {
      statement.setLong(1, tier.size().toMinutes());
      statement.setObject(2, BatchWriter.utc(bucket));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Array named = rows.getArray(1);
          if (named == null) {
            all = true;
          } else {
            points.addAll(List.of((Integer[]) named.getArray()));
          }
        }
      }
    }
    return all ? null : points.toArray(Integer[]::new);
  }

  private static void replace(
      Connection connection, Tier tier, Instant bucket, Integer @Nullable [] points)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from %s where bucket = ? and (?::integer[] is null or point_id = any(?))"
                .formatted(tier.table()))) {
      statement.setObject(1, BatchWriter.utc(bucket));
      bind(statement, 2, points);
      bind(statement, 3, points);
      statement.executeUpdate();
    }
    String insert =
        tier == Tier.MINUTE
            ? FROM_READINGS
            : FROM_SPANS.replace("TIER", tier.table()).replace("FINER", tier.finer().table());
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setObject(1, BatchWriter.utc(bucket));
      statement.setObject(2, BatchWriter.utc(bucket));
      statement.setObject(3, BatchWriter.utc(bucket.plus(tier.size())));
      bind(statement, 4, points);
      bind(statement, 5, points);
      statement.executeUpdate();
    }
  }

  private static void markDue(
      Connection connection, Tier tier, Instant bucket, Integer @Nullable [] points)
      throws SQLException {
    long sizeS = tier.size().toSeconds();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into rollup_due (tier_min, bucket, points) values (?, ?, ?)")) {
      statement.setLong(1, tier.size().toMinutes());
      statement.setObject(
          2,
          BatchWriter.utc(
              Instant.ofEpochSecond(Math.floorDiv(bucket.getEpochSecond(), sizeS) * sizeS)));
      bind(statement, 3, points);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, int at, Integer @Nullable [] points)
      throws SQLException {
    if (points == null) {
      statement.setNull(at, Types.ARRAY);
    } else {
      statement.setArray(at, statement.getConnection().createArrayOf("integer", points));
    }
  }

  /** Makes partitions ahead and drops what is past its retention. */
  void keepHouse() throws SQLException {
    Instant now = time.now();
    try (Connection connection = source.getConnection()) {
      switch (keeping) {
        case PARTITIONS -> {
          Partitions raw = new Partitions("reading", Partitions.Span.DAY);
          for (int day = 0; day <= 2; day++) {
            raw.ensure(connection, now.plus(DAY.multipliedBy(day)));
            minutes.ensure(connection, now.plus(DAY.multipliedBy(day)));
            quarters.ensure(connection, now.plus(DAY.multipliedBy(day)));
            hours.ensure(connection, now.plus(DAY.multipliedBy(day)));
          }
          raw.dropBefore(connection, now.minus(retention.raw()));
          minutes.dropBefore(connection, now.minus(retention.minutes()));
          quarters.dropBefore(connection, now.minus(retention.quarters()));
          hours.dropBefore(connection, now.minus(retention.hours()));
        }
        case HYPERTABLE -> {
          dropChunks(connection, "reading", now.minus(retention.raw()));
          dropChunks(connection, Tier.MINUTE.table(), now.minus(retention.minutes()));
          dropChunks(connection, Tier.QUARTER.table(), now.minus(retention.quarters()));
          dropChunks(connection, Tier.HOUR.table(), now.minus(retention.hours()));
        }
      }
      deleteOld(connection, "decision", "time", now.minus(retention.decisions()));
      deleteOld(connection, "alarm", "raised", now.minus(retention.decisions()));
      deleteOld(connection, "gap", "to_time", now.minus(retention.hours()));
    }
  }

  private static void dropChunks(Connection connection, String table, Instant keepFrom)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select drop_chunks(?::regclass, ?::timestamptz)")) {
      statement.setString(1, table);
      statement.setObject(2, BatchWriter.utc(keepFrom));
      statement.execute();
    }
  }

  private static void deleteOld(
      Connection connection, String table, String column, Instant keepFrom) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("delete from %s where %s < ?".formatted(table, column))) {
      statement.setObject(1, BatchWriter.utc(keepFrom));
      statement.executeUpdate();
    }
  }
}
