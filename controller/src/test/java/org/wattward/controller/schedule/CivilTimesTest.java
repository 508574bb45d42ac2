package org.wattward.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.district.TestSite;
import org.wattward.devices.site.HolidayConfig;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.ScheduleText;
import org.wattward.devices.yaml.InvalidFile;

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
          # Africa/Cairo changes at midnight, Pacific/Apia left out a whole day
          Africa/Cairo         | 0 30 0 * * ?   | 2026-04-23T12:00:00Z | 2026-04-23T22:00:00Z | 2026-04-24T21:30:00Z
          Africa/Cairo         | 0 30 23 * * ?  | 2026-10-29T12:00:00Z | 2026-10-29T20:30:00Z | 2026-10-30T21:30:00Z
          Asia/Gaza            | 0 30 2 * * ?   | 2026-03-27T12:00:00Z | 2026-03-28T00:00:00Z | 2026-03-28T23:30:00Z
          Pacific/Apia         | 0 0 12 * * ?   | 2011-12-29T23:00:00Z | 2011-12-30T10:00:00Z | 2011-12-30T22:00:00Z
          # every minute goes on after the hour that comes twice, and never stops for long
          Europe/Berlin        | 0 * * * * ?    | 2026-10-25T00:58:30Z | 2026-10-25T00:59:00Z | 2026-10-25T02:00:00Z
          Europe/Berlin        | 0 * * * * ?    | 2026-10-25T02:00:00Z | 2026-10-25T02:01:00Z | 2026-10-25T02:02:00Z
          # leap day
          Europe/Berlin        | 0 0 12 29 2 ?  | 2026-01-01T00:00:00Z | 2028-02-29T11:00:00Z | 2032-02-29T11:00:00Z
          Europe/Berlin        | 0 0 12 L 2 ?   | 2026-01-01T00:00:00Z | 2026-02-28T11:00:00Z | 2027-02-28T11:00:00Z
          Europe/Berlin        | 0 0 12 29 2 ?  | 2097-01-01T00:00:00Z | 2104-02-29T11:00:00Z | 2108-02-29T11:00:00Z
          # days without a change
          Europe/Berlin        | 0 0 22 ? * FRI | 2026-07-01T00:00:00Z | 2026-07-03T20:00:00Z | 2026-07-10T20:00:00Z
          """)
  void firesAtCivilTimes(String zone, String cron, Instant after, Instant fires, Instant then) {
    Timetable times = timetable(cron, zone);

    assertThat(times.after(after)).map(Occurrence::begin).contains(fires);
    assertThat(times.after(fires)).map(Occurrence::begin).contains(then);
  }

  @Test
  void everyHourOfAYearFiresOnceButForTheOneLeftOut() {
    Timetable hourly = timetable("0 0 * * * ?", "Europe/Berlin");
    Instant end = Instant.parse("2026-12-31T23:00:00Z");
    int fired = 0;
    Optional<Occurrence> next = hourly.after(Instant.parse("2025-12-31T22:59:59Z"));
    while (next.isPresent() && next.get().begin().isBefore(end)) {
      fired++;
      next = hourly.after(next.get().begin());
    }

    // Of 8760 local hours, 02:00 and 03:00 of the day in March fall on one instant.
    assertThat(fired).isEqualTo(8759);
  }

  @Test
  void aCronExpressionThatPassesTheCheckOfSiteFilesIsOneForQuartz() {
    for (String cron :
        List.of(
            "0 30 2 * * ?",
            "0 0/10 6-22 ? * MON-FRI",
            "0 0 12 L 2 ?",
            "0 0 12 LW * ?",
            "0 0 12 15W * ?",
            "0 0 12 L-3 * ?",
            "0 0 12 ? * 6L",
            "0 0 12 ? * FRI#2",
            "0 0 12 ? JAN,MAR-MAY SAT,SUN 2026-2030",
            "30 */15 * 1/2 * ?")) {
      assertThat(problemsOf(cron)).as(cron).isEmpty();
      assertThat(
              timetable(cron, "Europe/Berlin").after(Instant.EPOCH.plus(Duration.ofDays(20_000))))
          .as(cron)
          .isPresent();
    }
  }

  @Test
  void aCronExpressionThatQuartzRefusesIsRefusedInSiteFiles() {
    for (String cron :
        List.of(
            "0 60 2 * * ?",
            "0 30 24 * * ?",
            "0 0 12 32 * ?",
            "0 0 12 1 13 ?",
            "0 0 12 ? * 8",
            "0 0 12 ? * FUN",
            "0 0 12 * * *",
            "0 0 12 ? FOO 1",
            "every day")) {
      assertThatThrownBy(() -> new CivilTimes(cron, ZoneId.of("Europe/Berlin")))
          .as(cron)
          .isInstanceOf(InvalidSchedule.class);
      assertThat(problemsOf(cron)).as(cron).isNotEmpty();
    }
  }

  private static String problemsOf(String cron) {
    try {
      ScheduleText.read(
          "s",
          """
          {id: s, point: lamp-01/dimLevel, value: 40 %%, cron: "%s", duration: 1 h, reason: R.}
          """
              .formatted(cron),
          TestSite.site());
      return "";
    } catch (InvalidFile invalid) {
      return String.valueOf(invalid.getMessage());
    }
  }

  private static Timetable timetable(String cron, String zone) {
    return new Timetable(
        new ScheduleConfig(
            "s",
            TestSite.DIM,
            40,
            16,
            cron,
            Optional.of(ZoneId.of(zone)),
            Duration.ofMinutes(1),
            "R."),
        TestSite.site(),
        new Holidays(HolidayConfig.NONE));
  }

  @Test
  void whatIsNoCronExpressionIsRefusedWithAnExample() {
    assertThatThrownBy(() -> new CivilTimes("every day", ZoneId.of("Europe/Berlin")))
        .isInstanceOf(InvalidSchedule.class)
        .hasMessageContaining("\"every day\" is no cron expression")
        .hasMessageContaining("0 30 2 * * ?");
  }
}
