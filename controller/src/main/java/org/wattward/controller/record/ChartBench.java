package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;

/**
 * How fast the record is read: a year of one point that was read every second, from roll-ups, and
 * the last hour of a hundred points as it was recorded, among the readings of others.
 *
 * <p>It fills the store it is given: use one of its own, that keeps readings for more than a year.
 * Blocks until done.
 */
public final class ChartBench {
  private static final int TIMES = 40;
  private static final int WARM_UP = 10;
  private static final int CHART_SAMPLES = 1000;
  private static final Duration DAY = Duration.ofDays(1);
  private static final PointId YEAR = new PointId("bench-year", "value");

  private final Time time;
  private final RecordStore store;

  /**
   * What was measured.
   *
   * @param rows readings that the answer was made from
   * @param answer samples or readings that it has
   * @param generateS how long rows and roll-ups took to make, seconds
   * @param p50Ms half of the answers took at most this
   * @param p95Ms nineteen of twenty took at most this
   */
  public record Charting(long rows, int answer, double generateS, double p50Ms, double p95Ms) {}

  /**
   * Makes one.
   *
   * @param time for durations, and for the readings' times
   * @param store started and ready; no one else uses it
   */
  public ChartBench(Time time, RecordStore store) {
    this.time = time;
    this.store = store;
  }

  /**
   * Charts a span of one point that has a reading every second.
   *
   * @param days how long; 365 for the goal
   */
  public Charting year(int days) {
    try {
      return chartOf(days);
    } catch (SQLException e) {
      throw brokenOff(e);
    }
  }

  private static RecordUnavailable brokenOff(SQLException fault) {
    return new RecordUnavailable(
        "The measurement of reading broke off: " + fault.getMessage(), fault);
  }

  private Charting chartOf(int days) throws SQLException {
    Instant to = time.now().truncatedTo(ChronoUnit.DAYS);
    Instant from = to.minus(DAY.multipliedBy(days));
    long begin = time.nanos();
    int id = point(YEAR);
    // What an earlier run of the same day left in the database serves again.
    if (count(id) < DAY.toSeconds() * days) {
      for (Instant day = from; day.isBefore(to); day = day.plus(DAY)) {
        generate(day, DAY, List.of(id));
      }
      analyze();
      store.rollUpNow();
      analyze();
    }
    double generateS = (time.nanos() - begin) / 1e9;
    long rows = count(id);
    return timed(
        rows, generateS, () -> store.history().samples(YEAR, from, to, CHART_SAMPLES).size());
  }

  /**
   * Reads the last hour of some points.
   *
   * @param points how many; 100 for the goal
   * @param among of how many that were recorded in that hour; at least {@code points}
   */
  public Charting hour(int points, int among) {
    try {
      return hourOf(points, among);
    } catch (SQLException e) {
      throw brokenOff(e);
    }
  }

  private Charting hourOf(int points, int among) throws SQLException {
    Instant from = time.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    Instant to = from.plus(Duration.ofHours(1));
    long begin = time.nanos();
    List<Integer> ids = new ArrayList<>();
    List<PointId> asked = new ArrayList<>();
    for (int i = 0; i < among; i++) {
      PointId point = new PointId("bench-" + i, "value");
      ids.add(point(point));
      if (i % (among / points) == 0 && asked.size() < points) {
        asked.add(point);
      }
    }
    generate(from, Duration.ofHours(1), ids);
    analyze();
    double generateS = (time.nanos() - begin) / 1e9;
    return timed(
        3600L * among,
        generateS,
        () -> store.history().readings(asked, from, to).stream().mapToInt(RawSeries::size).sum());
  }

  private Charting timed(long rows, double generateS, IntSupplier question) {
    double[] tookMs = new double[TIMES];
    int answer = 0;
    for (int i = -WARM_UP; i < TIMES; i++) {
      long begin = time.nanos();
      answer = question.getAsInt();
      if (i >= 0) {
        tookMs[i] = (time.nanos() - begin) / 1e6;
      }
    }
    Arrays.sort(tookMs);
    return new Charting(rows, answer, generateS, tookMs[TIMES / 2], tookMs[TIMES * 95 / 100]);
  }

  private int point(PointId point) throws SQLException {
    try (Connection connection = store.dataSource().getConnection()) {
      return new Dimensions(connection).point(point);
    }
  }

  /** Readings every second, in order of time, and notes for the roll-up as the recorder's. */
  private void generate(Instant from, Duration span, List<Integer> ids) throws SQLException {
    DatabaseCapabilities.Keeping keeping = store.capabilities().orElseThrow().keeping();
    try (Connection connection = store.dataSource().getConnection()) {
      if (keeping == DatabaseCapabilities.Keeping.PARTITIONS) {
        Partitions days = new Partitions("reading", Partitions.Span.DAY);
        days.ensure(connection, from);
        days.ensure(connection, from.plus(span).minusSeconds(1));
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              insert into reading (time, value, point_id, quality_id)
              select t, 1000 + 500 * sin(extract(epoch from t) / 7000) + id, id, 1
              from generate_series(?::timestamptz, ?::timestamptz, interval '1 s') t,
                unnest(?::integer[]) id\
              """)) {
        statement.setObject(1, BatchWriter.utc(from));
        statement.setObject(2, BatchWriter.utc(from.plus(span).minusSeconds(1)));
        statement.setArray(3, connection.createArrayOf("integer", ids.toArray()));
        statement.executeUpdate();
      }
      if (keeping != DatabaseCapabilities.Keeping.AGGREGATES) {
        try (PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into rollup_due (tier_min, bucket)
                select 1, t from generate_series(date_trunc('minute', ?::timestamptz),
                  ?::timestamptz, interval '1 minute') t\
                """)) {
          statement.setObject(1, BatchWriter.utc(from));
          statement.setObject(2, BatchWriter.utc(from.plus(span).minusSeconds(1)));
          statement.executeUpdate();
        }
      }
    }
  }

  /** As autovacuum does by itself a minute later. */
  private void analyze() throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze reading");
    }
  }

  private long count(int id) throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select sum(readings) from reading_1h where point_id = ?")) {
      statement.setInt(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
