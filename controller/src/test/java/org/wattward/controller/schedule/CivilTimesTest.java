package org.wattward.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instants of clock changes are those of the tz database. */
class CivilTimesTest {
  @ParameterizedTest(name = "{0}: {1} after {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # zone               | cron           | after (UTC)          | fires (UTC)          | then (UTC)
          # spring: the time left out fires at the end of the gap, once
          Europe/Berlin        | 0 30 2 * * ?   | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z | 2026-03-30T00:30:00Z
          Europe/London        | 0 30 1 * * ?   | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z | 2026-03-30T00:30:00Z
          America/New_York     | 0 30 2 * * ?   | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z | 2026-03-09T06:30:00Z
          Australia/Lord_Howe  | 0 15 2 * * ?   | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z | 2026-10-04T15:15:00Z
          America/Santiago     | 0 30 0 * * ?   | 2026-09-05T12:00:00Z | 2026-09-06T04:00:00Z | 2026-09-07T03:30:00Z
          Europe/Berlin        | 0 0/10 2 * * ? | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z | 2026-03-30T00:00:00Z
          # autumn: a time that comes twice fires at the first
          Europe/Berlin        | 0 30 2 * * ?   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z
          Europe/London        | 0 30 1 * * ?   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z
          America/New_York     | 0 30 1 * * ?   | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z | 2026-11-02T06:30:00Z
          Australia/Lord_Howe  | 0 45 1 * * ?   | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z | 2026-04-05T15:15:00Z
          America/Santiago     | 0 30 23 * * ?  | 2026-04-04T12:00:00Z | 2026-04-05T02:30:00Z | 2026-04-06T03:30:00Z
          # every minute goes on after the hour that comes twice, and never stops for long
          Europe/Berlin        | 0 * * * * ?    | 2026-10-25T00:58:30Z | 2026-10-25T00:59:00Z | 2026-10-25T02:00:00Z
          Europe/Berlin        | 0 * * * * ?    | 2026-10-25T02:00:00Z | 2026-10-25T02:01:00Z | 2026-10-25T02:02:00Z
          # leap day
          Europe/Berlin        | 0 0 12 29 2 ?  | 2026-01-01T00:00:00Z | 2028-02-29T11:00:00Z | 2032-02-29T11:00:00Z
          # days without a change
          Europe/Berlin        | 0 0 22 ? * FRI | 2026-07-01T00:00:00Z | 2026-07-03T20:00:00Z | 2026-07-10T20:00:00Z
          """)
  void firesAtCivilTimes(String zone, String cron, Instant after, Instant fires, Instant then) {
    CivilTimes times = new CivilTimes(cron, ZoneId.of(zone));

    assertThat(times.after(after)).contains(fires);
    assertThat(times.after(fires)).contains(then);
  }

  @Test
  void everyHourOfAYearFiresOnceButForTheOneLeftOut() {
    CivilTimes hourly = new CivilTimes("0 0 * * * ?", ZoneId.of("Europe/Berlin"));
    Instant end = Instant.parse("2026-12-31T23:00:00Z");
    int fired = 0;
    Optional<Instant> next = hourly.after(Instant.parse("2025-12-31T22:59:59Z"));
    while (next.isPresent() && next.get().isBefore(end)) {
      fired++;
      next = hourly.after(next.get());
    }

    // Of 8760 local hours, 02:00 and 03:00 of the day in March fall on one instant.
    assertThat(fired).isEqualTo(8759);
  }

  @Test
  void theLastFireTimeOfASpanIsFound() {
    CivilTimes times = new CivilTimes("0 0 22 * * ?", ZoneId.of("Europe/Berlin"));
    Instant now = Instant.parse("2026-01-10T05:00:00Z");

    assertThat(times.lastBetween(now.minusSeconds(9 * 3600), now))
        .contains(Instant.parse("2026-01-09T21:00:00Z"));
    assertThat(times.lastBetween(now.minusSeconds(7 * 3600), now)).isEmpty();
    assertThat(
            times.lastBetween(
                Instant.parse("2026-01-09T21:00:00Z"), Instant.parse("2026-01-09T21:00:00Z")))
        .contains(Instant.parse("2026-01-09T21:00:00Z"));
  }

  @Test
  void whatIsNoCronExpressionIsRefusedWithAnExample() {
    assertThatThrownBy(() -> new CivilTimes("every day", ZoneId.of("Europe/Berlin")))
        .isInstanceOf(InvalidSchedule.class)
        .hasMessageContaining("\"every day\" is no cron expression")
        .hasMessageContaining("0 30 2 * * ?");
  }
}
