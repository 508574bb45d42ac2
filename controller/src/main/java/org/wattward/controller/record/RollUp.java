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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.wattward.controller.record.Resolution.Tier;
import org.wattward.devices.time.Time;

/**
 * Rolls readings up to minutes, minutes to quarters, quarters to hours, where no continuous
 * aggregates do it. It redoes the spans that have new readings, however late they came: the
 * recorder notes them in the transaction that stores the readings. One thread.
 */
final class RollUp {
  /** How long after its end a minute waits for readings on their way. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration DAY = Duration.ofDays(1);

  /** So many spans in one transaction at most: after an outage there are many. */
  private static final int SPANS_AT_ONCE = 10;

  /** How long the database may work on one step. */
  static final int PATIENCE_MS = 900_000;

  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final Time time;
  private final DataSource source;
  private final DatabaseCapabilities.Keeping keeping;
  private final Retention retention;
  private final Map<Tier, Partitions> partitions = Partitions.ofTiers();

  /** Spans that follow each other and have new readings of the same points; none for all points. */
  private record Due(Instant from, Instant to, Optional<Set<Integer>> points) {}

  RollUp(Time time, DataSource source, DatabaseCapabilities.Keeping keeping, Retention retention) {
    this.time = time;
    this.source = source;
    this.keeping = keeping;
    this.retention = retention;
  }

  /** Does all that is due now. */
  void run() throws SQLException {
    try (Connection connection = source.getConnection()) {
      // After an outage many minutes of readings are redone at once, which takes longer than a
      // question.
      connection.setNetworkTimeout(Runnable::run, PATIENCE_MS);
      Instant ended = time.now().minus(GRACE).minus(Tier.MINUTE.size());
      for (Tier tier : Tier.rollUps()) {
        // Minutes wait for their end; what is made from them is due when they are done.
        Instant latest = tier == Tier.MINUTE ? ended : FAR;
        Optional<Instant> due = earliestDue(connection, tier, latest);
        while (due.isPresent()) {
          redoFrom(connection, tier, due.get(), latest);
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

  private void redoFrom(Connection connection, Tier tier, Instant first, Instant latest)
      throws SQLException {
    Instant end = first.plus(tier.size().multipliedBy(SPANS_AT_ONCE));
    if (keeping == DatabaseCapabilities.Keeping.PARTITIONS) {
      Partitions ofTier = Objects.requireNonNull(partitions.get(tier));
      ofTier.ensure(connection, first);
      ofTier.ensure(connection, end);
    }
    connection.setAutoCommit(false);
    try {
      for (Due due : takeDue(connection, tier, first, end.isBefore(latest) ? end : latest)) {
        // A day of spare, so that nothing is redone from readings that are going.
        boolean complete =
            !due.from.isBefore(time.now().minus(retention.raw()).plus(DAY))
                || (tier != Tier.MINUTE
                    && !due.from.isBefore(time.now().minus(retention.minutes())));
        if (complete) {
          redo(connection, tier, due);
          if (tier != Tier.HOUR) {
            markDue(connection, tier.coarser(), due);
          }
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

  /** Takes the notes of some spans away, and puts those together that follow each other. */
  private static List<Due> takeDue(Connection connection, Tier tier, Instant from, Instant latest)
      throws SQLException {
    TreeMap<Instant, Optional<Set<Integer>>> spans = new TreeMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            delete from rollup_due where tier_min = ? and bucket >= ? and bucket <= ?
            returning bucket, points\
            """)) {
      statement.setLong(1, tier.size().toMinutes());
      statement.setObject(2, BatchWriter.utc(from));
      statement.setObject(3, BatchWriter.utc(latest));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Array named = rows.getArray(2);
          Optional<Set<Integer>> points =
              named == null
                  ? Optional.empty()
                  : Optional.of(new TreeSet<>(List.of((Integer[]) named.getArray())));
          spans.merge(
              rows.getObject(1, OffsetDateTime.class).toInstant(), points, RollUp::together);
        }
      }
    }
    List<Due> runs = new ArrayList<>();
    spans.forEach((start, points) -> {
      Due one = new Due(start, start.plus(tier.size()), points);
      if (!runs.isEmpty()
          && runs.getLast().to.equals(start)
          && runs.getLast().points.equals(points)) {
        one = new Due(runs.removeLast().from, one.to, points);
      }
      runs.add(one);
    });
    return runs;
  }

  private static Optional<Set<Integer>> together(
      Optional<Set<Integer>> some, Optional<Set<Integer>> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return Optional.empty();
    }
    some.get().addAll(more.get());
    return some;
  }

  private static void redo(Connection connection, Tier tier, Due due) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select redo_roll_up(?, ?::interval, ?, ?, ?)")) {
      statement.setString(1, tier.table());
      statement.setString(2, tier.size().toString());
      statement.setObject(3, BatchWriter.utc(due.from));
      statement.setObject(4, BatchWriter.utc(due.to));
      bind(statement, 5, due.points);
      statement.execute();
    }
  }

  private static void markDue(Connection connection, Tier tier, Due finer) throws SQLException {
    long sizeS = tier.size().toSeconds();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into rollup_due (tier_min, bucket, points) values (?, ?, ?)")) {
      long first = Math.floorDiv(finer.from.getEpochSecond(), sizeS) * sizeS;
      for (long start = first; start < finer.to.getEpochSecond(); start += sizeS) {
        statement.setLong(1, tier.size().toMinutes());
        statement.setObject(2, BatchWriter.utc(Instant.ofEpochSecond(start)));
        bind(statement, 3, finer.points);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, int at, Optional<Set<Integer>> points)
      throws SQLException {
    if (points.isEmpty()) {
      statement.setNull(at, Types.ARRAY);
    } else {
      statement.setArray(
          at, statement.getConnection().createArrayOf("integer", points.get().toArray()));
    }
  }
}
