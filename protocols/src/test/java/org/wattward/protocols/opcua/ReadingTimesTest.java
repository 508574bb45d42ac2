package org.wattward.protocols.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.point.PointId;

class ReadingTimesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration TOLERANCE = Duration.ofSeconds(5);
  private static final PointId POINT = new PointId("pump", "power");

  private final ServerClock clock = new ServerClock("test");
  private final ReadingTimes times = new ReadingTimes(clock);

  private Instant next(@Nullable Instant source, Instant received) {
    return times.next(POINT, source, received, TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    // source s, taken s; received at 0
    "-1, -1",
    "-5, -5",
    "-6, 0",
    "-3600, 0",
    "1, 0",
    "3600, 0",
  })
  void theSourcesTimeIsTakenWhenItIsNearAndNotInTheFuture(long sourceS, long takenS) {
    assertThat(next(NOON.plusSeconds(sourceS), NOON)).isEqualTo(NOON.plusSeconds(takenS));
  }

  @Test
  void withoutASourceTimeTheReceiptCounts() {
    assertThat(next(null, NOON)).isEqualTo(NOON);
  }

  @Test
  void timeNeverStandsStillOrGoesBack() {
    next(null, NOON);

    assertThat(next(NOON.minusSeconds(1), NOON.plusSeconds(1))).isEqualTo(NOON.plusSeconds(1));
    assertThat(next(null, NOON.plusSeconds(1))).isEqualTo(NOON.plusSeconds(1).plusNanos(1000));
    assertThat(next(null, NOON)).isEqualTo(NOON.plusSeconds(1).plusNanos(2000));
  }

  @Test
  void pointsDoNotDisturbEachOther() {
    next(null, NOON);

    assertThat(times.next(new PointId("pump", "temp"), NOON.minusSeconds(2), NOON, TOLERANCE))
        .isEqualTo(NOON.minusSeconds(2));
  }
}
