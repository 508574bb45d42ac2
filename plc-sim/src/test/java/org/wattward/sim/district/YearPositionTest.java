package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YearPositionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final double DAY_S = 86_400;

  @ParameterizedTest
  @CsvSource({
    // instant, day of the data year for loads, local hour, day of the data year for weather
    "2016-01-01T11:00:00Z, 0, 12, 0",
    "2026-01-14T18:00:00Z, 12, 19, 13", // a Wednesday; in 2016 the 13th was one
    "2026-07-01T10:00:00Z, 180, 12, 182", // summer time; a Wednesday, 29 June 2016 was one
    "2026-12-31T23:30:00Z, 0, 0.5, 365" // already a Friday's first hour locally
  })
  void aDayIsMappedToTheSameWeekdayNearby(
      Instant instant, int loadDay, double localHour, int weatherDay) {
    YearPosition position = YearPosition.of(instant, BERLIN);
    assertThat((int) Math.floor(position.localS() / DAY_S)).isEqualTo(loadDay);
    assertThat(position.localHour()).isEqualTo(localHour);
    assertThat((int) (position.utcS() / DAY_S)).isEqualTo(weatherDay);
    LocalDate mapped = LocalDate.of(2016, 1, 1).plusDays(loadDay);
    assertThat(mapped.getDayOfWeek())
        .isEqualTo(instant.atZone(BERLIN).toLocalDate().getDayOfWeek());
  }
}
