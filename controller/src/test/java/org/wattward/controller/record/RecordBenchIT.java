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

      RecordBench.Writing writing = bench.writing(Long.getLong("wattward.it.rows", 400_000));
      System.out.println(writing);
      RecordBench.Charting charting = bench.charting();
      System.out.println(charting);

      assertThat(writing.dropped()).isZero();
      // Far below the goal, since this runs beside other work; the command holds the goal.
      assertThat(writing.ratio()).isGreaterThan(0.3);
      assertThat(charting.hours()).isEqualTo(365 * 24);
      assertThat(charting.samples()).isBetween(500, 1000);
    }
  }
}
