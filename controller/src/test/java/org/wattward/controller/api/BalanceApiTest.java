package org.wattward.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.api.BalanceApi.Period;

class BalanceApiTest {
  @ParameterizedTest
  @CsvSource({
    // from, to, period, hours of each in Europe/Berlin
    "2026-03-28, 2026-03-31, DAY,   24 23 24",
    "2026-10-24, 2026-10-27, DAY,   24 25 24",
    "2026-03-01, 2026-05-01, MONTH, 743 720",
    "2026-10-01, 2026-10-11, MONTH, 240",
  })
  void periodsAreAsLongAsTheyAreOnTheSpot(
      LocalDate from, LocalDate to, Period period, String hours) {
    List<ZonedDateTime> bounds = BalanceApi.bounds(from, to, period, ZoneId.of("Europe/Berlin"));

    assertThat(
            IntStream.range(1, bounds.size())
                .mapToObj(i ->
                    Long.toString(Duration.between(bounds.get(i - 1), bounds.get(i)).toHours()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-29, 23", "2026-10-25, 25"})
  void aDayOfAClockChangeHasItsHours(LocalDate day, int hours) {
    assertThat(BalanceApi.bounds(day, day.plusDays(1), Period.HOUR, ZoneId.of("Europe/Berlin")))
        .hasSize(hours + 1);
  }
}
