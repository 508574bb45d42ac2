package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.wattward.controller.record.Resolution.Tier;
import org.wattward.devices.time.Time;

/**
 * Makes room ahead and throws away what is past its retention. One thread.
 *
 * <p>Where the database has policies of its own they do it for readings and roll-ups; everything
 * else is done here.
 */
final class HouseKeeping {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int DAYS_AHEAD = 2;
  private static final int ROWS_AT_ONCE = 10_000;

  /** About what a chunk should hold, so that the newest one and its index stay in memory. */
  private static final long ROWS_PER_CHUNK = 25_000_000;

  private static final List<Duration> CHUNKS =
      List.of(
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          DAY,
          Duration.ofDays(7));

  private final Time time;
  private final DataSource source;
  private final DatabaseCapabilities capabilities;
  private final Retention retention;

  HouseKeeping(
      Time time, DataSource source, DatabaseCapabilities capabilities, Retention retention) {
    this.time = time;
    this.source = source;
    this.capabilities = capabilities;
    this.retention = retention;
  }

  /** Does all that is to be done now. */
  void run() throws SQLException {
    Instant now = time.now();
    try (Connection connection = source.getConnection()) {
      // A day's partition or a month of decisions is dropped in its own time, not in a question's.
      connection.setNetworkTimeout(Runnable::run, RollUp.PATIENCE_MS);
      switch (capabilities.keeping()) {
        case PARTITIONS -> keepPartitions(connection, now);
        case HYPERTABLE -> {
          suitChunks(connection, now);
          for (Tier tier : Tier.values()) {
            dropChunks(connection, tier.table(), now.minus(tier.keep(retention)));
          }
        }
        case AGGREGATES -> {
          suitChunks(connection, now);
          if (capabilities.community()) {
            new ContinuousAggregates(connection).followRetention(retention);
          }
        }
      }
      deleteOld(connection, "decision", "time", now.minus(retention.decisions()));
      deleteOld(connection, "alarm", "raised", now.minus(retention.decisions()));
      deleteOld(connection, "condition_change", "time", now.minus(retention.decisions()));
      deleteOld(connection, "gap", "to_time", now.minus(retention.hours()));
    }
  }

  private void keepPartitions(Connection connection, Instant now) throws SQLException {
    for (Map.Entry<Tier, Partitions> one : Partitions.ofTiers().entrySet()) {
      for (int day = 0; day <= DAYS_AHEAD; day++) {
        one.getValue().ensure(connection, now.plus(DAY.multipliedBy(day)));
      }
      one.getValue().dropBefore(connection, now.minus(one.getKey().keep(retention)));
    }
  }

  /** Sets the length of chunks to come by the rate of the last day. */
  private static void suitChunks(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement ask =
        connection.prepareStatement(
            "select sum(readings), count(distinct bucket) from reading_15min where bucket >= ?")) {
      ask.setObject(1, BatchWriter.utc(now.minus(DAY)));
      try (ResultSet rows = ask.executeQuery()) {
        rows.next();
        if (rows.getLong(2) < 4) {
          return;
        }
        double perHour = 4.0 * rows.getLong(1) / rows.getLong(2);
        try (PreparedStatement set =
            connection.prepareStatement("select set_chunk_time_interval('reading', ?::interval)")) {
          set.setString(1, suits(perHour).toString());
          set.execute();
        }
      }
    }
  }

  /** How long a chunk should be at a rate. */
  static Duration suits(double readingsPerHour) {
    return CHUNKS.reversed().stream()
        .filter(length -> readingsPerHour * length.toHours() <= ROWS_PER_CHUNK)
        .findFirst()
        .orElse(CHUNKS.getFirst());
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

  /** In portions, so that no long transaction holds the recorder back. */
  private static void deleteOld(
      Connection connection, String table, String column, Instant keepFrom) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from %1$s where ctid = any(array(select ctid from %1$s where %2$s < ? limit %3$d))"
                .formatted(table, column, ROWS_AT_ONCE))) {
      statement.setObject(1, BatchWriter.utc(keepFrom));
      int deleted;
      do {
        deleted = statement.executeUpdate();
      } while (deleted == ROWS_AT_ONCE);
    }
  }
}
