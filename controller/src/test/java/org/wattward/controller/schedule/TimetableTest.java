package org.wattward.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.controller.district.TestSite;
import org.wattward.devices.site.HolidayConfig;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.ScheduleText;
import org.wattward.devices.site.Site;
import org.wattward.devices.yaml.InvalidFile;

/** When schedules hold, as written in site files; the site is in Berlin's zone and in Bavaria. */
class TimetableTest {
  private static final Site SITE = inBavaria(TestSite.site());

  static Site inBavaria(Site site) {
    return new Site(
        site.id(),
        site.title(),
        site.timeZone(),
        site.latitudeDeg(),
        site.longitudeDeg(),
        site.links(),
        site.devices(),
        site.zones(),
        site.network(),
        site.schedules(),
        Map.of(),
        false,
        Optional.empty(),
        new HolidayConfig("de", "by", HolidayConfig.NONE.weekend()),
        Optional.empty());
  }

  private static ScheduleConfig read(String keys) {
    return ScheduleText.read(
        "s.yaml", "{id: s, point: lamp-01/dimLevel, value: 40 %, reason: R., " + keys + "}", SITE);
  }

  private static Timetable timetable(String keys) {
    return new Timetable(read(keys), SITE, new Holidays(SITE.holidays()));
  }

  private static List<String> spans(Timetable timetable, String from, int days) {
    Instant end = Instant.parse(from).plus(Duration.ofDays(days));
    List<String> spans = new ArrayList<>();
    Optional<Occurrence> next = timetable.after(Instant.parse(from));
    while (next.isPresent() && next.get().begin().isBefore(end)) {
      spans.add(next.get().begin() + " " + next.get().end() + " " + next.get().value());
      next = timetable.after(next.get().begin());
    }
    return spans;
  }

  /** The nights of the clock changes in five zones; local times in, instants out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # zone              | cron           | end             | after                | begin                | end
          Europe/Berlin       | 0 0 22 * * ?   | duration: 8 h   | 2026-03-28T12:00:00Z | 2026-03-28T21:00:00Z | 2026-03-29T05:00:00Z
          Europe/Berlin       | 0 0 22 * * ?   | until: "06:00"  | 2026-03-28T12:00:00Z | 2026-03-28T21:00:00Z | 2026-03-29T04:00:00Z
          Europe/Berlin       | 0 0 22 * * ?   | until: "02:30"  | 2026-03-28T12:00:00Z | 2026-03-28T21:00:00Z | 2026-03-29T01:00:00Z
          Europe/Berlin       | 0 0 22 * * ?   | until: "06:00"  | 2026-10-24T12:00:00Z | 2026-10-24T20:00:00Z | 2026-10-25T05:00:00Z
          Europe/Berlin       | 0 0 22 * * ?   | until: "02:30"  | 2026-10-24T12:00:00Z | 2026-10-24T20:00:00Z | 2026-10-25T00:30:00Z
          Europe/Berlin       | 0 45 1 * * ?   | duration: 30 min | 2026-10-24T12:00:00Z | 2026-10-24T23:45:00Z | 2026-10-25T00:15:00Z
          Europe/Berlin       | 0 45 2 * * ?   | until: "03:15"  | 2026-10-24T12:00:00Z | 2026-10-25T00:45:00Z | 2026-10-25T02:15:00Z
          Europe/Berlin       | 0 15 2 * * ?   | until: "03:15"  | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z | 2026-03-29T01:15:00Z
          Europe/Berlin       | 0 30 2 * * ?   | until: "02:45"  | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z | 2026-10-25T00:45:00Z
          America/New_York    | 0 0 22 * * ?   | until: "06:00"  | 2026-03-07T12:00:00Z | 2026-03-08T03:00:00Z | 2026-03-08T10:00:00Z
          America/New_York    | 0 0 22 * * ?   | until: "01:30"  | 2026-10-31T12:00:00Z | 2026-11-01T02:00:00Z | 2026-11-01T05:30:00Z
          Australia/Lord_Howe | 0 0 22 * * ?   | until: "06:00"  | 2026-10-03T00:00:00Z | 2026-10-03T11:30:00Z | 2026-10-03T19:00:00Z
          Australia/Lord_Howe | 0 0 22 * * ?   | until: "01:45"  | 2026-04-04T00:00:00Z | 2026-04-04T11:00:00Z | 2026-04-04T14:45:00Z
          Africa/Cairo        | 0 0 22 * * ?   | until: "00:30"  | 2026-04-23T12:00:00Z | 2026-04-23T20:00:00Z | 2026-04-23T22:00:00Z
          Pacific/Apia        | 0 0 22 * * ?   | until: "06:00"  | 2011-12-30T09:00:00Z | 2011-12-30T10:00:00Z | 2011-12-30T16:00:00Z
          America/Santiago    | 0 0 22 * * ?   | until: "00:30"  | 2026-09-05T12:00:00Z | 2026-09-06T02:00:00Z | 2026-09-06T04:00:00Z
          """)
  void clockChangesFollowTheRule(
      String zone, String cron, String end, Instant after, Instant begin, Instant ends) {
    Timetable timetable = timetable("timeZone: %s, cron: \"%s\", %s".formatted(zone, cron, end));

    assertThat(timetable.after(after))
        .hasValueSatisfying(next -> {
          assertThat(next.begin()).isEqualTo(begin);
          assertThat(next.end()).isEqualTo(ends);
          assertThat(timetable.at(begin)).contains(next);
          assertThat(timetable.at(ends.minusNanos(1))).contains(next);
          assertThat(timetable.at(ends)).isEmpty();
        });
  }

  @Test
  void aSpanWithinTheGapDoesNotTakePlace() {
    Timetable timetable = timetable("cron: \"0 15 2 * * ?\", until: \"02:45\"");

    assertThat(timetable.on(LocalDate.parse("2026-03-28"))).hasSize(1);
    assertThat(timetable.on(LocalDate.parse("2026-03-29"))).isEmpty();
    assertThat(timetable.on(LocalDate.parse("2026-10-25"))).hasSize(1);
  }

  /** No schedule is lost or doubled: one span a date, whatever the clocks do. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "America/Santiago"
      })
  void everyDateOfFiveYearsHasItsSpanOnce(String zone) {
    for (String time : List.of("0 0 0", "0 30 0", "0 30 1", "0 15 2", "0 30 2", "0 30 23")) {
      Timetable timetable =
          timetable("timeZone: %s, cron: \"%s * * ?\", duration: 20 min".formatted(zone, time));
      Instant before = Instant.MIN;
      LocalDate last = LocalDate.parse("2031-01-01");
      for (LocalDate date = LocalDate.parse("2026-01-01");
          date.isBefore(last);
          date = date.plusDays(1)) {
        List<Occurrence> spans = timetable.on(date);
        assertThat(spans).as("%s %s", time, date).hasSize(1);
        assertThat(spans.getFirst().begin()).as("%s %s", time, date).isAfter(before);
        before = spans.getFirst().begin();
      }
    }
  }

  @Test
  void itMayBeForWorkingDaysWeekendsAndHolidays() {
    String week = "2026-06-01T00:00:00Z"; // with Corpus Christi on Thursday the fourth
    String at = "cron: \"0 0 8 * * ?\", duration: 1 h, days: ";

    assertThat(spans(timetable(at + "[working]"), week, 7))
        .extracting(span -> span.substring(0, 10))
        .containsExactly("2026-06-01", "2026-06-02", "2026-06-03", "2026-06-05");
    assertThat(spans(timetable(at + "[holiday]"), week, 7))
        .extracting(span -> span.substring(0, 10))
        .containsExactly("2026-06-04");
    assertThat(spans(timetable(at + "[weekend, holiday]"), week, 7))
        .extracting(span -> span.substring(0, 10))
        .containsExactly("2026-06-04", "2026-06-06", "2026-06-07");
  }

  @Test
  void onAnExceptionItDoesNotHoldOrHoldsOtherwise() {
    Timetable timetable =
        timetable(
            """
            cron: "0 0 8 * * ?", duration: 1 h, exceptions: [
              {dates: [2026-06-02]},
              {dates: [06-03], value: 80 %},
              {dates: [2026-06-04/2026-06-05], time: "10:30", duration: 30 min},
              {dates: [06-03], value: 1 %}]
            """);

    assertThat(spans(timetable, "2026-06-01T00:00:00Z", 6))
        .containsExactly(
            "2026-06-01T06:00:00Z 2026-06-01T07:00:00Z 40.0",
            "2026-06-03T06:00:00Z 2026-06-03T07:00:00Z 80.0",
            "2026-06-04T08:30:00Z 2026-06-04T09:00:00Z 40.0",
            "2026-06-05T08:30:00Z 2026-06-05T09:00:00Z 40.0",
            "2026-06-06T06:00:00Z 2026-06-06T07:00:00Z 40.0");
  }

  @Test
  void anExceptionWithATimeHoldsOnADateOfAnotherKind() {
    Timetable timetable =
        timetable(
            """
            cron: "0 0 8 * * ?", duration: 1 h, days: [working],
            exceptions: [{dates: [2026-06-06], time: "09:00"}]
            """);

    assertThat(spans(timetable, "2026-06-05T12:00:00Z", 2))
        .containsExactly("2026-06-06T07:00:00Z 2026-06-06T08:00:00Z 40.0");
  }

  @Test
  void aSpanOverNewYearIsAnExceptionEachYear() {
    Timetable timetable =
        timetable("cron: \"0 0 8 * * ?\", duration: 1 h, exceptions: [{dates: [12-24/01-06]}]");

    assertThat(spans(timetable, "2026-12-22T12:00:00Z", 20))
        .extracting(span -> span.substring(0, 10))
        .startsWith("2026-12-23", "2027-01-07");
  }

  @Test
  void theTwentyNinthOfFebruaryIsInLeapYearsOnly() {
    Timetable leap = timetable("cron: \"0 0 8 29 2 ?\", duration: 1 h");
    Timetable exception =
        timetable("cron: \"0 0 8 * * ?\", duration: 1 h, exceptions: [{dates: [02-29]}]");

    assertThat(leap.after(Instant.parse("2026-01-01T00:00:00Z")))
        .map(Occurrence::date)
        .contains(LocalDate.parse("2028-02-29"));
    assertThat(leap.at(Instant.parse("2027-02-28T07:30:00Z"))).isEmpty();
    assertThat(leap.at(Instant.parse("2027-03-01T07:30:00Z"))).isEmpty();
    assertThat(exception.on(LocalDate.parse("2028-02-29"))).isEmpty();
    assertThat(exception.on(LocalDate.parse("2027-02-28"))).hasSize(1);
    assertThat(exception.on(LocalDate.parse("2027-03-01"))).hasSize(1);
  }

  @Test
  void streetLightsGoFromSunsetToSunrise() {
    Timetable lights =
        timetable("sun: {event: sunset, offset: -15 min}, untilSun: {event: sunrise}");
    Occurrence night = lights.on(LocalDate.parse("2026-06-21")).getFirst();

    // Duesseldorf: sunset 21:52, sunrise 05:17 local time.
    assertThat(night.begin())
        .isBetween(Instant.parse("2026-06-21T19:33:00Z"), Instant.parse("2026-06-21T19:41:00Z"));
    assertThat(night.end())
        .isBetween(Instant.parse("2026-06-22T03:12:00Z"), Instant.parse("2026-06-22T03:22:00Z"));
    assertThat(lights.at(Instant.parse("2026-06-21T23:00:00Z"))).contains(night);
    assertThat(lights.at(Instant.parse("2026-06-22T10:00:00Z"))).isEmpty();
  }

  @Test
  void aPolarNightIsOneSpan() {
    Site tromso =
        new Site(
            "t",
            "T",
            java.time.ZoneId.of("Europe/Oslo"),
            69.65,
            18.96,
            SITE.links(),
            SITE.devices(),
            SITE.zones(),
            SITE.network(),
            List.of(),
            Map.of());
    Timetable lights =
        new Timetable(
            read("sun: {event: sunset}, untilSun: {event: sunrise}"),
            tromso,
            new Holidays(HolidayConfig.NONE));

    assertThat(lights.at(Instant.parse("2026-12-24T12:00:00Z")))
        .hasValueSatisfying(night ->
            assertThat(Duration.between(night.begin(), night.end()))
                .isGreaterThan(Duration.ofDays(40)));
    assertThat(lights.at(Instant.parse("2026-06-24T00:00:00Z"))).isEmpty();
  }

  @Test
  void aScheduleIsWrittenAsItIsRead() {
    for (String keys :
        List.of(
            "cron: \"0 0 8 ? * MON\", duration: 90 min, level: 12",
            "cron: \"0 0 8 * * ?\", until: \"06:30\", timeZone: America/New_York",
            "sun: {event: civil-dusk}, untilSun: {event: rising, elevation: 3 deg, offset: -1 h}",
            "sun: {event: nautical-dawn, offset: 90 s}, duration: 1 h, days: [working, holiday]",
            """
            cron: "0 0 8 * * ?", duration: 1 h, exceptions: [
              {dates: [2026-12-24, 12-31, 12-24/01-06, 2026-01-01/2026-01-05], value: 80 %,
               time: "10:30", duration: 30 min, reason: Other.}]
            """)) {
      ScheduleConfig config = read(keys);

      assertThat(ScheduleText.read("again", ScheduleJson.of(config, SITE).toString(), SITE))
          .as(keys)
          .isEqualTo(config);
    }
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(() ->
            ScheduleText.read(
                "s.yaml",
                """
                id: s
                point: lamp-01/dimLevel
                value: 40 %
                cron: "* 0 8 * * ?"
                sun: {event: rising}
                until: "25:00"
                untilSun: {event: sunset, elevation: 3 deg}
                exceptions:
                  - {dates: [2026-02-30], value: 3 kW}
                  - {dates: [2026-02-01/02-03, 2026-03-01/2026-02-01]}
                """,
                SITE))
        .isInstanceOf(InvalidFile.class)
        .hasMessageContainingAll(
            "s.yaml:4:7: cron: \"* 0 8 * * ?\" would begin more often than each minute.",
            "s.yaml:5:6: sun: It does not say how high the sun stands.",
            "It says twice when it begins, by cron and sun.",
            "s.yaml:6:8: until: \"25:00\" is not a time of day.",
            "It says twice when it ends, by until and untilSun.",
            "The elevation of sunset is known.",
            "s.yaml:9:14: exceptions[0].dates[0]: \"2026-02-30\" is no date.",
            "one end has a year and the other has none",
            "ends before it begins",
            "reason");
  }

  @Test
  void whoAsksForWorkingDaysMustSayWhoseHolidaysCount() {
    assertThatThrownBy(() ->
            ScheduleText.read(
                "s.yaml",
                "{id: s, point: lamp-01/dimLevel, value: 40 %, reason: R., cron: \"0 0 8 * * ?\","
                    + " duration: 1 h, days: [working]}",
                TestSite.site()))
        .hasMessageContaining("The site does not say whose holidays it keeps.")
        .hasMessageContaining("site.holidays");
  }
}
