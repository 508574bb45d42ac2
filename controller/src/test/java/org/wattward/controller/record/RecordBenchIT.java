package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.devices.time.Time;

class RecordBenchIT {
  @TempDir private Path directory;

  @Test
  void theBenchMeasuresWritingBesideABareCopyAndCharting() throws Exception {
    try (RecordStore store =
        new RecordStore(
            Time.system(),
            new DatabaseAddress.Embedded(directory.resolve("postgres")),
            RecordSettings.in(directory.resolve("record")))) {
      store.start();
      assertThat(store.awaitReady(Duration.ofSeconds(90))).isTrue();
      RecordBench bench = new RecordBench(Time.system(), store);

      RecordBench.Writing writing = bench.writing(Long.getLong("wattward.it.rows", 100_000));
      System.out.println(writing);
      ChartBench charts = new ChartBench(Time.system(), store);
      ChartBench.Charting year = charts.year(1);
      ChartBench.Charting hour = charts.hour(2, 10);
      System.out.println(year + " " + hour);

      assertThat(writing.dropped()).isZero();
      // Far below the goal, since this runs beside other work; the command holds the goal.
      assertThat(writing.ratio()).isGreaterThan(0.3);
      assertThat(year.rows()).as("every reading is in a roll-up").isEqualTo(86_400);
      assertThat(year.answer()).isEqualTo(720);
      assertThat(hour.answer()).isEqualTo(2 * 3600);
    }
  }
}
