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

/**
 * The database is stopped for a while at 10,000 readings a second: the spool stays within its
 * bound, is drained several times as fast as readings come, and every point's count and sum is what
 * was handed over. {@code -Dwattward.it.outage-s=600} for ten minutes, {@code 3600} for an hour.
 */
class LongOutageIT {
  private static final int POINTS = 500;
  private static final int PER_S = 10_000;
  private static final Duration STEP = Duration.ofMillis(20);

  @TempDir private Path directory;
  private final Time time = Time.system();
  private final long[] counts = new long[POINTS];
  private final long[] sums = new long[POINTS];
  private long next;

  @Test
  void theSpoolOfAnOutageIsBoundedAndDrainedFast() throws Exception {
    long outageS = Long.getLong("wattward.it.outage-s", 6);
    RecordSettings settings = RecordSettings.in(directory.resolve("record"));
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory.resolve("postgres"));
        RecordStore store = new RecordStore(time, database.address(), settings)) {
      database.ensureRunning();
      store.start();
      assertThat(store.awaitReady(Duration.ofSeconds(90))).isTrue();
      feed(store, Duration.ofSeconds(2));
      Await.until("all is stored", Duration.ofSeconds(60), store::isDrained);

      database.process().orElseThrow().destroyForcibly();
      Feed outage = feed(store, Duration.ofSeconds(outageS));
      long spooled = store.counters().rowsSpooled();
      long spoolBytes = store.counters().spoolBytes();
      assertThat(outage.mostBytes).as("bytes on disk").isLessThanOrEqualTo(settings.spoolBytes());
      assertThat(outage.worstOfferMs)
          .as("handing over never waits for the database, ms")
          .isLessThan(2000);

      long storedBefore = store.counters().rowsStored();
      Await.until("the database is back", Duration.ofSeconds(60), () -> runs(database));
      Await.until(
          "the first row is stored again",
          Duration.ofSeconds(60),
          () -> store.counters().rowsStored() > storedBefore);
      long begin = time.nanos();
      // Readings keep coming while what waits is drained.
      while (!store.isDrained() && store.counters().rowsSpooled() > 0) {
        feed(store, Duration.ofMillis(200));
      }
      double drainS = (time.nanos() - begin) / 1e9;
      double drainedPerS = (store.counters().rowsStored() - storedBefore) / drainS;
      Await.until("all is stored", Duration.ofMinutes(2), store::isDrained);

      System.out.printf(
          "LongOutageIT: away %d s at %d rows/s; %d rows in %d MiB on disk; drained in %.1f s, %.0f"
              + " rows/s, %.1f times what comes; worst hand-over %.1f ms.%n",
          outageS,
          PER_S,
          spooled,
          spoolBytes >> 20,
          drainS,
          drainedPerS,
          drainedPerS / PER_S,
          outage.worstOfferMs);
      assertThat(store.counters().rowsDropped()).isZero();
      assertThat(stored(database)).isEqualTo(offered());
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

  /** What a stretch of feeding saw. */
  private record Feed(long mostBytes, double worstOfferMs) {}

  private Feed feed(RecordStore store, Duration span) throws InterruptedException {
    long begin = time.nanos();
    long first = next;
    long mostBytes = 0;
    double worstMs = 0;
    while (time.nanos() - begin < span.toNanos()) {
      long due = first + (long) ((time.nanos() - begin) / 1e9 * PER_S);
      List<Reading> readings = new ArrayList<>();
      for (; next < due; next++) {
        int point = (int) (next % POINTS);
        counts[point]++;
        sums[point] += next;
        readings.add(
            Reading.good(new PointId("meter-" + point, "value"), time.now(), (double) next));
      }
      long offering = time.nanos();
      store.recorder().readings(readings);
      worstMs = Math.max(worstMs, (time.nanos() - offering) / 1e6);
      mostBytes = Math.max(mostBytes, store.counters().spoolBytes());
      time.sleep(STEP);
    }
    return new Feed(mostBytes, worstMs);
  }

  private Map<String, String> offered() {
    Map<String, String> offered = new TreeMap<>();
    for (int point = 0; point < POINTS; point++) {
      offered.put("meter-" + point, counts[point] + " of " + sums[point]);
    }
    return offered;
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
                select p.device, count(*), sum(r.value::bigint)
                from reading r join point p on p.id = r.point_id group by p.device\
                """)) {
      while (rows.next()) {
        stored.put(rows.getString(1), rows.getLong(2) + " of " + rows.getLong(3));
      }
    }
    return stored;
  }
}
