package org.wattward.controller.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * How fast the record is written, beside a bare COPY loop of the same rows into the same table in
 * the same run, so that the machine cancels out.
 *
 * <p>It fills the store it is given: use one of its own. Blocks until done.
 */
public final class RecordBench {
  private static final int POINTS = 1000;
  private static final int PER_LIST = 10_000;
  private static final int PER_ROUND = 1_000_000;
  private static final int WARM_UP = 200_000;

  private final Time time;
  private final RecordStore store;

  /**
   * What was measured.
   *
   * @param rows how many rows were recorded, and as many copied bare
   * @param recordedPerS rows a second through the recorder, until all were stored
   * @param copiedPerS rows a second through the bare loop
   * @param ratio the first by the second
   * @param dropped rows that the recorder gave up; must be 0
   */
  public record Writing(
      long rows, double recordedPerS, double copiedPerS, double ratio, long dropped) {}

  /**
   * Makes one.
   *
   * @param time for durations, and for the readings' times
   * @param store started and ready; no one else uses it
   */
  public RecordBench(Time time, RecordStore store) {
    this.time = time;
    this.store = store;
  }

  /**
   * Writes rows both ways in turns.
   *
   * @param rows how many each way
   */
  public Writing writing(long rows) throws InterruptedException {
    try {
      return inTurns(rows);
    } catch (SQLException e) {
      throw new RecordUnavailable("The measurement of writing broke off: " + e.getMessage(), e);
    }
  }

  private Writing inTurns(long rows) throws SQLException, InterruptedException {
    long recordedNanos = 0;
    long copiedNanos = 0;
    long done = 0;
    int round = 0;
    Instant start = time.now().minus(Duration.ofHours(20));
    // A first, uncounted turn each warms up code, partitions and files.
    int first = (int) Math.min(WARM_UP, rows);
    record(rows(start.minusSeconds(600), first));
    copy(rows(start.minusSeconds(300), first));
    while (done < rows) {
      int now = (int) Math.min(PER_ROUND, rows - done);
      List<List<Reading>> lists = rows(start.plusSeconds(60L * round), now);
      // In turns, and each first every other time, so that neither always meets the other's work.
      if (round % 2 == 0) {
        recordedNanos += record(lists);
        copiedNanos += copy(lists);
      } else {
        copiedNanos += copy(lists);
        recordedNanos += record(lists);
      }
      done += now;
      round++;
    }
    double recordedPerS = done / (recordedNanos / 1e9);
    double copiedPerS = done / (copiedNanos / 1e9);
    return new Writing(
        done, recordedPerS, copiedPerS, recordedPerS / copiedPerS, store.counters().rowsDropped());
  }

  private static List<List<Reading>> rows(Instant start, int count) {
    List<List<Reading>> lists = new ArrayList<>();
    for (int at = 0; at < count; at += PER_LIST) {
      List<Reading> list = new ArrayList<>(PER_LIST);
      for (int i = at; i < Math.min(count, at + PER_LIST); i++) {
        Instant moment = start.plusNanos(i / POINTS * 10_000_000L);
        list.add(Reading.good(point(i % POINTS), moment, (double) i));
      }
      lists.add(list);
    }
    return lists;
  }

  private static PointId point(int number) {
    return new PointId("bench-" + number, "value");
  }

  private long record(List<List<Reading>> lists) throws InterruptedException {
    long begin = time.nanos();
    for (List<Reading> list : lists) {
      // As fast as it is stored: offering never waits, so the bench must.
      while (store.counters().rowsWaiting() > 200_000) {
        time.sleep(Duration.ofMillis(1));
      }
      store.recorder().readings(list);
    }
    while (!store.isDrained()) {
      time.sleep(Duration.ofMillis(1));
    }
    return time.nanos() - begin;
  }

  private long copy(List<List<Reading>> lists) throws SQLException {
    try (Connection connection = store.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      Dimensions dimensions = new Dimensions(connection);
      long begin = time.nanos();
      for (int at = 0; at < lists.size(); at += 5) {
        try (CopyRows rows = new CopyRows(connection)) {
          for (List<Reading> list : lists.subList(at, Math.min(lists.size(), at + 5))) {
            for (Reading reading : list) {
              rows.row(
                  reading.time(),
                  reading.value(),
                  dimensions.point(reading.point()),
                  dimensions.quality(reading.quality()));
            }
          }
          rows.finish();
        }
        connection.commit();
      }
      long taken = time.nanos() - begin;
      connection.setAutoCommit(true);
      return taken;
    }
  }
}
