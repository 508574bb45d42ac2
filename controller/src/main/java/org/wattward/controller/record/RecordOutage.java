package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * Stops the database for a while under a steady rate of readings, starts it again, and holds every
 * point's count and sum against what was handed over. Blocks until done.
 */
public final class RecordOutage {
  private static final int POINTS = 500;
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Time time;
  private final RecordStore store;
  private final EmbeddedDatabase database;
  private final long[] counts = new long[POINTS];
  private final long[] sums = new long[POINTS];
  private final AtomicBoolean feeding = new AtomicBoolean(true);
  private volatile long mostSpoolBytes;
  private volatile double worstOfferMs;
  private long offered;

  /** What follows what. */
  public enum Phase {
    /** All is well. */
    BEFORE,
    /** The database is stopped. */
    AWAY,
    /** What waited is stored. */
    DRAINING,
    /** All is well again. */
    AFTER
  }

  /**
   * How it is done.
   *
   * @param perS readings a second
   * @param calm how long before and after
   * @param away how long the database is stopped
   */
  public record Plan(int perS, Duration calm, Duration away) {}

  /**
   * What was measured.
   *
   * @param awayS how long the database was stopped, seconds
   * @param perS readings a second that were handed over
   * @param rowsOffered readings handed over in all
   * @param rowsSpooled readings on disk when the database came back
   * @param mostSpoolBytes most that lay on disk
   * @param spoolBoundBytes what may
   * @param drainS from the first row stored again until none waited on disk, seconds
   * @param drainedPerS rows stored a second meanwhile
   * @param drainedByComing that by what came; the spool shrinks above 1
   * @param worstOfferMs longest that handing over took
   * @param rowsDropped given up; must be 0
   * @param pointsWrong points whose count or sum is not what was handed over; must be 0
   */
  public record Outage(
      double awayS,
      int perS,
      long rowsOffered,
      long rowsSpooled,
      long mostSpoolBytes,
      long spoolBoundBytes,
      double drainS,
      double drainedPerS,
      double drainedByComing,
      double worstOfferMs,
      long rowsDropped,
      int pointsWrong) {}

  /**
   * Makes one, for one run.
   *
   * @param time paces it
   * @param store started and ready; others may use it too
   * @param database where it keeps its rows; running
   */
  public RecordOutage(Time time, RecordStore store, EmbeddedDatabase database) {
    this.time = time;
    this.store = store;
    this.database = database;
  }

  /**
   * Runs.
   *
   * @param plan how
   * @param ended told of each phase when it is over
   */
  public Outage run(Plan plan, Consumer<Phase> ended) throws InterruptedException {
    Thread feeder = Thread.ofPlatform().name("outage-feeder").start(() -> feed(plan.perS));
    try {
      time.sleep(plan.calm);
      ended.accept(Phase.BEFORE);
      database.stopServer();
      time.sleep(plan.away);
      ended.accept(Phase.AWAY);
      long spooled = store.counters().rowsSpooled();
      long storedBefore = store.counters().rowsStored();
      database.ensureRunning();
      await("a row is stored again", PATIENCE, () -> store.counters().rowsStored() > storedBefore);
      long begin = time.nanos();
      // As long as it took to come: an hour's rows are not stored in ten minutes.
      await(
          "nothing waits on disk",
          PATIENCE.plus(plan.away),
          () -> store.counters().rowsSpooled() == 0);
      double drainS = (time.nanos() - begin) / 1e9;
      double drainedPerS = (store.counters().rowsStored() - storedBefore) / drainS;
      ended.accept(Phase.DRAINING);
      time.sleep(plan.calm);
      ended.accept(Phase.AFTER);
      stop(feeder);
      await("all is stored", PATIENCE, store::isDrained);
      return new Outage(
          plan.away.toMillis() / 1e3,
          plan.perS,
          offered,
          spooled,
          mostSpoolBytes,
          store.settings().spoolBytes(),
          drainS,
          drainedPerS,
          drainedPerS / plan.perS,
          worstOfferMs,
          store.counters().rowsDropped(),
          wrongPoints());
    } finally {
      stop(feeder);
    }
  }

  private void stop(Thread feeder) throws InterruptedException {
    feeding.set(false);
    feeder.join();
  }

  /** Something that comes about by itself. */
  private interface Event {
    boolean isHere();
  }

  private void await(String what, Duration most, Event event) throws InterruptedException {
    long deadline = time.nanos() + most.toNanos();
    while (!event.isHere()) {
      if (time.nanos() > deadline) {
        throw new WattwardException(
            "Within %d s it did not come about that %s. The log says why."
                .formatted(most.toSeconds(), what));
      }
      time.sleep(STEP);
    }
  }

  private void feed(int perS) {
    List<PointId> points = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      points.add(new PointId("outage-" + i, "value"));
    }
    long begin = time.nanos();
    while (feeding.get()) {
      // What is due by now, so that a pause is made up for and the rate holds.
      long due = (long) ((time.nanos() - begin) / 1e9 * perS);
      List<Reading> readings = new ArrayList<>();
      for (; offered < due; offered++) {
        int point = (int) (offered % POINTS);
        counts[point]++;
        sums[point] += offered;
        readings.add(Reading.good(points.get(point), time.now(), (double) offered));
      }
      long offering = time.nanos();
      store.recorder().readings(readings);
      worstOfferMs = Math.max(worstOfferMs, (time.nanos() - offering) / 1e6);
      mostSpoolBytes = Math.max(mostSpoolBytes, store.counters().spoolBytes());
      try {
        time.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private int wrongPoints() {
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
