package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wattward.controller.record.Resolution.Tier;

/**
 * What TimescaleDB's community edition does by itself: it rolls up in continuous aggregates, one
 * made from the other, compresses, and drops what is past its retention.
 *
 * @param connection in auto-commit, since a refresh runs in transactions of its own
 */
record ContinuousAggregates(Connection connection) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration UNCOMPRESSED = Duration.ofDays(2);
  private static final int MOST_ATTEMPTS = 60;

  /** Sets the policies, where they are not as the retention asks; drops at once what is too old. */
  void followRetention(Retention retention) throws SQLException {
    boolean asAsked = true;
    for (Tier tier : Tier.values()) {
      asAsked &= drops(tier.table(), tier.keep(retention));
    }
    if (asAsked) {
      return;
    }
    compress(retention);
    for (Tier tier : Tier.rollUps()) {
      rollUp(tier, retention);
    }
    for (Tier tier : Tier.values()) {
      execute("select remove_retention_policy('%s', if_exists => true)".formatted(tier.table()));
      runJob(
          "select add_retention_policy('%s', interval '%s')"
              .formatted(tier.table(), tier.keep(retention)));
    }
  }

  private void compress(Retention retention) throws SQLException {
    execute(
        """
        alter table reading set (timescaledb.compress,
          timescaledb.compress_segmentby = 'point_id', timescaledb.compress_orderby = 'time')\
        """);
    compressAfter("reading", UNCOMPRESSED);
    for (Tier tier : List.of(Tier.MINUTE, Tier.QUARTER)) {
      execute(
          """
          alter materialized view %s set (timescaledb.compress,
            timescaledb.compress_segmentby = 'point_id', timescaledb.compress_orderby = 'bucket')\
          """
              .formatted(tier.table()));
      compressAfter(tier.table(), retention.raw());
    }
  }

  private void compressAfter(String table, Duration age) throws SQLException {
    execute("select remove_compression_policy('%s', if_exists => true)".formatted(table));
    execute("select add_compression_policy('%s', interval '%s')".formatted(table, age));
  }

  /**
   * Late readings come as long as readings are kept; a day of spare, so that nothing is rolled up
   * again from readings that are going.
   */
  private void rollUp(Tier tier, Retention retention) throws SQLException {
    execute(
        "select remove_continuous_aggregate_policy('%s', if_exists => true)"
            .formatted(tier.table()));
    execute(
        """
        select add_continuous_aggregate_policy('%s', start_offset => interval '%s',
          end_offset => interval '%s', schedule_interval => interval '%s')\
        """
            .formatted(
                tier.table(),
                retention.raw().minus(DAY),
                RollUp.GRACE,
                tier == Tier.MINUTE ? Duration.ofMinutes(1) : Duration.ofMinutes(5)));
  }

  private boolean drops(String table, Duration keep) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select 1 from timescaledb_information.jobs j
            left join timescaledb_information.continuous_aggregates c
              on c.materialization_hypertable_name = j.hypertable_name
            where j.proc_name = 'policy_retention'
              and coalesce(c.view_name, j.hypertable_name) = ?
              and (j.config ->> 'drop_after')::interval = ?::interval\
            """)) {
      statement.setString(1, table);
      statement.setString(2, keep.toString());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void runJob(String adding) throws SQLException {
    int job;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(adding)) {
      rows.next();
      job = rows.getInt(1);
    }
    execute("call run_job(%d)".formatted(job));
  }

  /** Rolls up what is new, as the policies do by themselves. */
  void refresh(Instant from, Instant to) throws SQLException {
    for (Tier tier : Tier.rollUps()) {
      // TimescaleDB takes whole spans only.
      Instant end = Instant.ofEpochSecond(ceil(to.getEpochSecond(), tier.size().toSeconds()));
      refreshPatiently(
          "call refresh_continuous_aggregate('%s', timestamptz '%s', timestamptz '%s')"
              .formatted(tier.table(), from, tier == Tier.MINUTE ? to : end));
    }
  }

  /** A policy may be at it just now, which TimescaleDB refuses rather than waits for. */
  private void refreshPatiently(String call) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        execute(call);
        return;
      } catch (SQLException e) {
        boolean taken = String.valueOf(e.getMessage()).contains("concurrent refresh");
        if (!taken || attempt == MOST_ATTEMPTS) {
          throw e;
        }
        execute("select pg_sleep(0.5)");
      }
    }
  }

  private static long ceil(long value, long unit) {
    return Math.ceilDiv(value, unit) * unit;
  }

  /** Compresses all that may be, now. For tests of what comes late. */
  List<String> compressAll() throws SQLException {
    List<String> chunks = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select compress_chunk(c, if_not_compressed => true)::text from"
                    + " show_chunks('reading') c")) {
      while (rows.next()) {
        chunks.add(rows.getString(1));
      }
    }
    return chunks;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
