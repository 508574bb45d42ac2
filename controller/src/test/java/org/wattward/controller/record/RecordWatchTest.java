package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.time.ManualTime;

class RecordWatchTest {
  @TempDir private Path directory;
  private final ManualTime time = new ManualTime(Instant.parse("2026-11-21T12:00:00Z"));

  private RecordWatch watch(long spoolBytes) {
    return new RecordWatch(
        time,
        new RecordSettings(
            directory, 1000, 100, Duration.ofMillis(1), spoolBytes, 1, Retention.standard()));
  }

  private static RecordCounters counters(
      long dropped, long rejected, @Nullable String database, @Nullable String disk) {
    return new RecordCounters(
        0,
        0,
        0,
        0,
        0,
        dropped,
        0,
        rejected,
        0,
        Duration.ZERO,
        Optional.ofNullable(database),
        Optional.ofNullable(disk));
  }

  private static String holding(List<RecordTrouble> troubles) {
    return String.join(
        " ",
        troubles.stream()
            .filter(RecordTrouble::holds)
            .map(trouble -> trouble.condition().key())
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    // rows given up, batches rejected, database, disk, what holds
    "0, 0, , , ''",
    "0, 0, Connection refused., , record/database",
    "0, 0, , No space left on device, record/disk",
    "7, 0, , , record/lost",
    "0, 1, , , record/rejected",
    "7, 1, Gone., Full., record/database record/disk record/lost record/rejected"
  })
  void eachTroubleHasItsAlarm(
      long dropped,
      long rejected,
      @Nullable String database,
      @Nullable String disk,
      String expected) {
    assertThat(holding(watch(8).troubles(counters(dropped, rejected, database, disk))))
        .isEqualTo(expected);
  }

  @Test
  void readingsGivenUpAreNewsForTenMinutes() {
    RecordWatch watch = watch(8);
    assertThat(holding(watch.troubles(counters(5, 0, null, null)))).isEqualTo("record/lost");
    time.advance(Duration.ofMinutes(9));
    assertThat(holding(watch.troubles(counters(5, 0, null, null)))).isEqualTo("record/lost");
    assertThat(holding(watch.troubles(counters(6, 0, null, null)))).isEqualTo("record/lost");
    time.advance(Duration.ofMinutes(9));
    assertThat(holding(watch.troubles(counters(6, 0, null, null)))).isEqualTo("record/lost");
    time.advance(Duration.ofMinutes(1));
    assertThat(holding(watch.troubles(counters(6, 0, null, null)))).isEmpty();
  }

  @Test
  void aDiskWithoutRoomForAnEighthOfTheSpoolIsToldOfBeforeItIsFull() {
    assertThat(holding(watch(Long.MAX_VALUE).troubles(counters(0, 0, null, null))))
        .isEqualTo("record/space");
  }

  @Test
  void everyAlarmSaysCauseConsequenceAndResponse() {
    assertThat(watch(8).troubles(counters(3, 2, "Refused.", "Full.")))
        .hasSize(5)
        .allSatisfy(trouble -> {
          assertThat(trouble.condition().cause()).endsWith(".");
          assertThat(trouble.condition().consequence()).endsWith(".");
          assertThat(trouble.condition().response()).isNotBlank();
        });
  }
}
