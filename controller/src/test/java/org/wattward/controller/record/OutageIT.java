package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/** The database goes away while readings come, and comes back. */
class OutageIT {
  private static final int POINTS = 50;
  private static final int LISTS_PER_S = 100;

  @TempDir private Path directory;
  private final Map<String, String> offered = new TreeMap<>();
  private final long[] counts = new long[POINTS];
  private final long[] sums = new long[POINTS];
  private long mostSpooled;
  private long next;

  @Test
  void nothingIsLostOrTwiceWhenTheDatabaseIsKilledWhileRecording() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory.resolve("postgres"));
        RecordStore store =
            new RecordStore(
                Time.system(),
                database.address(),
                RecordSettings.in(directory.resolve("record")))) {
      // Recording begins before there is a database at all.
      store.start();
      record(store, Duration.ofSeconds(1));
      database.ensureRunning();
      assertThat(store.awaitReady(Duration.ofSeconds(60))).isTrue();
      record(store, Duration.ofSeconds(1));

      database.process().orElseThrow().destroyForcibly();
      // The database's processes outlive their parent for a while that nobody promises, and the
      // store itself starts the database again, so what waited on disk may be gone by any instant.
      mostSpooled = 0;
      for (int more = 0; more < 20 && mostSpooled == 0; more++) {
        record(store, Duration.ofSeconds(1));
      }
      assertThat(mostSpooled).as("readings on disk").isPositive();
      Await.until("the database is back", Duration.ofSeconds(60), () -> runs(database));
      record(store, Duration.ofSeconds(1));
      // Longer than the minute after which a connection that went silent is given up.
      Await.until("all is stored", Duration.ofMinutes(4), store::isDrained, store::counters);

      assertThat(store.counters().rowsDropped()).isZero();
      assertThat(store.counters().rowsSpooled()).isZero();
      for (int point = 0; point < POINTS; point++) {
        offered.put("meter-" + point, counts[point] + " of " + sums[point]);
      }
      assertThat(stored(database)).isEqualTo(offered);
    }
  }

  private static boolean runs(EmbeddedDatabase database) {
    try {
      database.ensureRunning();
      return true;
    } catch (RecordUnavailable e) {
      return false;
    }
  }

  /** 10,000 readings a second. */
  private void record(RecordStore store, Duration span) throws InterruptedException {
    Time time = Time.system();
    for (int list = 0; list < LISTS_PER_S * span.toSeconds(); list++) {
      List<Reading> readings = new ArrayList<>();
      for (int i = 0; i < 10_000 / LISTS_PER_S; i++) {
        int point = (int) (next % POINTS);
        counts[point]++;
        sums[point] += next;
        readings.add(
            Reading.good(new PointId("meter-" + point, "value"), time.now(), (double) next));
        next++;
      }
      store.recorder().readings(readings);
      mostSpooled = Math.max(mostSpooled, store.counters().rowsSpooled());
      time.sleep(Duration.ofMillis(1000 / LISTS_PER_S));
    }
  }

  private static Map<String, String> stored(EmbeddedDatabase database) throws SQLException {
    DatabaseAddress.External address = database.address();
    Map<String, String> stored = new TreeMap<>();
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select p.device, count(*), sum(r.value)::numeric::bigint
                from reading r join point p on p.id = r.point_id group by p.device\
                """)) {
      while (rows.next()) {
        stored.put(rows.getString(1), rows.getLong(2) + " of " + rows.getLong(3));
      }
    }
    return stored;
  }
}
