package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.record.RecordOutage.Outage;
import org.wattward.controller.record.RecordOutage.Phase;
import org.wattward.controller.record.RecordOutage.Plan;
import org.wattward.devices.time.Time;

/** The database is stopped for seconds at 10,000 readings a second. */
class RecordOutageIT {
  private static final int PER_S = 10_000;
  private static final int AWAY_S = 3;

  @TempDir private Path directory;

  @Test
  void everyPointsCountAndSumIsWhatWasHandedOver() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.claim(directory.resolve("postgres"));
        RecordStore store =
            new RecordStore(
                Time.system(),
                database.address(),
                RecordSettings.in(directory.resolve("record")))) {
      database.ensureRunning();
      store.start();
      assertThat(store.awaitReady(Duration.ofSeconds(90))).isTrue();
      List<Phase> phases = new ArrayList<>();

      Outage outage =
          new RecordOutage(Time.system(), store, database)
              .run(
                  new Plan(PER_S, Duration.ofSeconds(1), Duration.ofSeconds(AWAY_S), false),
                  phases::add);

      System.out.println(outage);
      assertThat(phases).containsExactly(Phase.values());
      assertThat(outage.rowsOffered()).isGreaterThanOrEqualTo(PER_S * (AWAY_S + 2));
      assertThat(outage.rowsSpooled()).as("readings on disk").isPositive();
      assertThat(outage.mostSpoolBytes()).isLessThanOrEqualTo(outage.spoolBoundBytes());
      assertThat(outage.rowsDropped()).isZero();
      assertThat(outage.pointsWrong()).isZero();
    }
  }
}
