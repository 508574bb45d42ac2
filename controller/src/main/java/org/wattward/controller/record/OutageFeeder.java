package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * Hands readings of some points to a record at a steady rate, and knows what count and sum each
 * point must have in the end. It has a thread of its own.
 */
final class OutageFeeder implements AutoCloseable {
  private static final int POINTS = 500;
  private static final int AT_ONCE = 20_000;

  /** More than this in memory, and the spool is asked for more than it takes. */
  private static final int MOST_WAITING = 100_000;

  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final Time time;
  private final RecordStore store;
  private final int perS;
  private final List<PointId> points = new ArrayList<>();
  private final long[] counts = new long[POINTS];
  private final long[] sums = new long[POINTS];
  private volatile CatchUp catchUp = new CatchUp(Instant.EPOCH, 0);
  private final Thread thread;
  private volatile boolean feeding = true;
  private volatile long mostSpoolBytes;
  private volatile double worstOfferMs;
  private volatile long offered;

  /** What is left of what would have come, from a time on. */
  private record CatchUp(Instant from, long rows) {}

  OutageFeeder(Time time, RecordStore store, int perS) {
    this.time = time;
    this.store = store;
    this.perS = perS;
    for (int i = 0; i < POINTS; i++) {
      points.add(new PointId("outage-" + i, "value"));
    }
    this.thread = Thread.ofPlatform().daemon().name("outage-feeder").start(this::feed);
  }

  /**
   * Hands over what would have come in a span up to now, with the times that it would have had, as
   * fast as it is taken; the steady rate goes on.
   */
  void catchUp(Duration span) {
    catchUp = new CatchUp(time.now().minus(span), perS * span.toSeconds());
  }

  private void feed() {
    try {
      long begin = time.nanos();
      long steady = 0;
      while (feeding) {
        // What is due by now, so that a pause is made up for and the rate holds.
        long due = (long) ((time.nanos() - begin) / 1e9 * perS);
        while (feeding && steady < due) {
          int count = (int) Math.min(AT_ONCE, due - steady);
          offer(count, time.now(), 0);
          steady += count;
        }
        time.sleep(catchUpSome() ? MOMENT : STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A part of what is to be caught up with, unless much waits; false when there is no more. */
  private boolean catchUpSome() {
    CatchUp now = catchUp;
    if (now.rows == 0) {
      return false;
    }
    if (store.counters().rowsWaiting() < MOST_WAITING) {
      int count = (int) Math.min(AT_ONCE, now.rows);
      long nanosEach = 1_000_000_000L / perS;
      offer(count, now.from, nanosEach);
      catchUp = new CatchUp(now.from.plusNanos(count * nanosEach), now.rows - count);
    }
    return true;
  }

  private void offer(int count, Instant from, long nanosEach) {
    List<Reading> readings = new ArrayList<>(count);
    long next = offered;
    for (int i = 0; i < count; i++, next++) {
      int point = (int) (next % POINTS);
      counts[point]++;
      sums[point] += next;
      readings.add(
          Reading.good(
              points.get(point),
              nanosEach == 0 ? from : from.plusNanos(i * nanosEach),
              (double) next));
    }
    offered = next;
    long offering = time.nanos();
    store.recorder().readings(readings);
    worstOfferMs = Math.max(worstOfferMs, (time.nanos() - offering) / 1e6);
    mostSpoolBytes = Math.max(mostSpoolBytes, store.counters().spoolBytes());
  }

  /** Ends; what was handed over is known after. */
  void stop() throws InterruptedException {
    feeding = false;
    thread.join();
  }

  /** Ends soon, without waiting for it. */
  @Override
  public void close() {
    feeding = false;
  }

  /** Readings handed over. */
  long offered() {
    return offered;
  }

  /** Most bytes that lay on disk. */
  long mostSpoolBytes() {
    return mostSpoolBytes;
  }

  /** The longest that handing over took. */
  double worstOfferMs() {
    return worstOfferMs;
  }

  /** Points whose count or sum in the database is not what was handed over; after the end. */
  int wrongPoints() {
    Map<String, String> stored = new HashMap<>();
    try (Connection connection = store.dataSource().getConnection()) {
      // Counting an hour's rows takes longer than a question may.
      connection.setNetworkTimeout(Runnable::run, RollUp.PATIENCE_MS);
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  """
                  select p.device, count(*), sum(r.value::bigint)
                  from reading r join point p on p.id = r.point_id
                  where p.device like 'outage-%' group by p.device\
                  """)) {
        while (rows.next()) {
          stored.put(rows.getString(1), rows.getLong(2) + " of " + rows.getLong(3));
        }
      }
    } catch (SQLException e) {
      throw new RecordUnavailable("The rows could not be counted: " + e.getMessage(), e);
    }
    int wrong = 0;
    for (int point = 0; point < POINTS; point++) {
      String expected = counts[point] + " of " + sums[point];
      wrong += expected.equals(stored.get("outage-" + point)) ? 0 : 1;
    }
    return wrong;
  }
}
