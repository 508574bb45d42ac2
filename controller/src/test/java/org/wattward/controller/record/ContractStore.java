package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** One started store that all parts of the contract are tried on, each with points of its own. */
final class ContractStore {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Duration HOLD = Duration.ofMinutes(2);

  /** So long that TimescaleDB's policies, which go by the real time, never meet these readings. */
  static final Duration LONG = Duration.ofDays(40 * 366);

  private final TestTime time = new TestTime(NOW);
  private @Nullable RecordStore store;
  private int points;

  void start(DatabaseAddress address, Path directory) throws Exception {
    RecordSettings settings =
        new RecordSettings(
            directory.resolve("record"),
            400_000,
            50_000,
            Duration.ofMillis(20),
            64 << 20,
            4 << 20,
            new Retention(LONG, LONG, LONG, LONG, LONG));
    RecordStore starting = new RecordStore(time, address, settings);
    store = starting;
    starting.start();
    assertThat(starting.awaitReady(Duration.ofMinutes(3))).as("the database is ready").isTrue();
  }

  void stop() {
    RecordStore running = store;
    if (running != null) {
      running.close();
    }
  }

  TestTime time() {
    return time;
  }

  RecordStore store() {
    return Objects.requireNonNull(store);
  }

  PointId newPoint() {
    return newPoint("value");
  }

  PointId newPoint(String name) {
    return new PointId("meter-" + ++points, name);
  }

  static Reading good(PointId point, Instant at, double value) {
    return Reading.good(point, at, value);
  }

  void record(List<Reading> readings) throws Exception {
    store().recorder().readings(readings);
    drain();
  }

  void drain() throws Exception {
    Await.until("all is stored", Duration.ofMinutes(3), store()::isDrained, store()::counters);
  }

  long rows(PointId point) throws SQLException {
    return count(
        "select count(*) from reading r join point p on p.id = r.point_id where p.device = '%s'"
            .formatted(point.device()));
  }

  long count(String sql) throws SQLException {
    try (Connection connection = store().dataSource().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void execute(String... commands) throws SQLException {
    try (Connection connection = store().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      try {
        for (String command : commands) {
          statement.execute(command);
        }
      } finally {
        // The connection goes back to a pool.
        statement.execute("reset role");
      }
    }
  }
}
