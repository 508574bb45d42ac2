package org.wattward.controller.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/** Hands readings to a record at a steady rate and watches how far it falls behind. */
public final class RecordLoad {
  private static final int POINTS = 10_000;
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final Time time;
  private final RecordStore store;
  private final int perS;

  /**
   * What was measured.
   *
   * @param seconds how long
   * @param rows readings handed over
   * @param perS a second
   * @param worstLagS how long the oldest reading waited at the worst, seconds
   * @param rowsSpooled most readings that waited on disk
   * @param dropped readings given up; must be 0
   * @param left rows that were not stored a minute after the end; must be 0
   */
  public record Load(
      double seconds,
      long rows,
      double perS,
      double worstLagS,
      long rowsSpooled,
      long dropped,
      long left) {}

  /**
   * Makes one.
   *
   * @param time paces it
   * @param store started and ready; others may use it too
   * @param perS readings a second, of ten thousand points
   */
  public RecordLoad(Time time, RecordStore store, int perS) {
    this.time = time;
    this.store = store;
    this.perS = perS;
  }

  /** Runs for a while, then waits until all is stored. */
  public Load run(Duration span) throws InterruptedException {
    long begin = time.nanos();
    long rows = 0;
    Duration worst = Duration.ZERO;
    long spooled = 0;
    double elapsedS = 0;
    List<PointId> points = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      points.add(new PointId("load-" + i, "value"));
    }
    while (elapsedS < span.toNanos() / 1e9) {
      // What is due by now, so that a pause is made up for and the rate holds.
      long due = (long) (elapsedS * perS);
      if (due > rows) {
        store.recorder().readings(readings(points, rows, due, time.now()));
        rows = due;
      }
      RecordCounters counters = store.counters();
      worst = counters.lag().compareTo(worst) > 0 ? counters.lag() : worst;
      spooled = Math.max(spooled, counters.rowsSpooled());
      time.sleep(STEP);
      elapsedS = (time.nanos() - begin) / 1e9;
    }
    long deadline = time.nanos() + DRAIN.toNanos();
    while (!store.isDrained() && time.nanos() < deadline) {
      time.sleep(STEP);
    }
    RecordCounters counters = store.counters();
    return new Load(
        elapsedS,
        rows,
        rows / elapsedS,
        worst.toNanos() / 1e9,
        spooled,
        counters.rowsDropped(),
        store.isDrained() ? 0 : counters.rowsOffered() - counters.rowsStored());
  }

  private static List<Reading> readings(List<PointId> points, long from, long to, Instant at) {
    List<Reading> readings = new ArrayList<>((int) (to - from));
    for (long i = from; i < to; i++) {
      readings.add(Reading.good(points.get((int) (i % POINTS)), at, (double) i));
    }
    return readings;
  }
}
