package org.wattward.controller.record;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * A process that records until it is killed, and says what is acknowledged. Arguments: JDBC
 * address, user, password, directory, first value, how many values (0 for no end). It ends when all
 * is stored.
 */
final class RecorderChild {
  /** Readings a second. */
  private static final int RATE = 10_000;

  private static final int PER_LIST = 100;

  private RecorderChild() {}

  public static void main(String[] args) throws InterruptedException {
    long first = Long.parseLong(args[4]);
    long count = Long.parseLong(args[5]);
    Time time = Time.system();
    RecordSettings settings =
        new RecordSettings(
            Path.of(args[3]),
            100_000,
            5_000,
            Duration.ofMillis(50),
            256 << 20,
            1 << 20,
            Retention.standard());
    RecordStore store =
        new RecordStore(
            time,
            new DatabaseAddress.External(args[0], args[1], args[2]),
            settings,
            RecorderChild::acknowledge);
    store.start();
    System.out.println("started");
    for (long value = first; count == 0 || value < first + count; value += PER_LIST) {
      store.recorder().readings(readings(value, time.now()));
      time.sleep(Duration.ofMillis(1000L * PER_LIST / RATE));
    }
    while (!store.isDrained()) {
      time.sleep(Duration.ofMillis(20));
    }
    store.close();
    System.out.println("ended");
  }

  private static List<Reading> readings(long value, Instant at) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < PER_LIST; i++) {
      PointId point = new PointId("meter-" + i % 20, "value");
      readings.add(Reading.good(point, at, (double) (value + i)));
    }
    return readings;
  }

  private static void acknowledge(Batch batch) {
    StringBuilder line = new StringBuilder("ack");
    for (Entry entry : batch.entries()) {
      if (entry instanceof Entry.Readings(List<Reading> readings)) {
        line.append(' ').append((long) readings.getFirst().value());
      }
    }
    System.out.println(line.append(" ."));
  }
}
