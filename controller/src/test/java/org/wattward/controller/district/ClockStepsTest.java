package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.DIM;
import static org.wattward.controller.district.TestSite.LIMIT;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.Order;
import org.wattward.controller.receipt.Quota;
import org.wattward.controller.receipt.Receipt.Stage;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/**
 * The calendar is set under a running district: no schedule is lost or doubled, and no lease lives
 * longer, since leases count on the monotonic clock and schedules on the calendar alone.
 */
class ClockStepsTest {
  private static final Asker PLANNER =
      new Asker(new Source(Source.Kind.PROGRAM, "planner", ""), 10, Quota.USUAL);

  /** Half the light from 22:00 for eight hours, and 60 % from 12:00 on 29 February for one. */
  private static final ScheduleConfig NIGHT = dimming("night", 40, "0 0 22 * * ?", 8);

  private static final ScheduleConfig LEAP = dimming("leap", 60, "0 0 12 29 2 ?", 1);

  private static ScheduleConfig dimming(String id, double percent, String cron, int hours) {
    return new ScheduleConfig(
        id, DIM, percent, 16, cron, Optional.empty(), Duration.ofHours(hours), "Less is enough.");
  }

  private static TestDistrict districtAt(String instant) {
    return new TestDistrict(
            TestSite.site(NIGHT, LEAP), new ManualTime(Instant.parse(instant)), ControlMemory.NONE)
        .started();
  }

  private static void step(TestDistrict test, Duration by) {
    test.time.jumpTo(test.time.now().plus(by));
    test.run(130); // the lamp holds each value for a minute
  }

  /** What the schedules ask for, by the calendar: percent, or 100 when they ask for nothing. */
  private static double scheduledAt(Instant now) {
    boolean inNight =
        now.atZone(TestSite.site().timeZone()).getHour() >= 22
            || now.atZone(TestSite.site().timeZone()).getHour() < 6;
    return inNight ? 40 : 100;
  }

  @ParameterizedTest
  @CsvSource({
    // local time when the calendar is set: an hour before, within, near the end, after
    "2026-01-10T20:30:00Z",
    "2026-01-10T21:30:00Z",
    "2026-01-11T02:00:00Z",
    "2026-01-11T04:30:00Z",
    "2026-01-11T12:00:00Z"
  })
  void afterEachStepExactlyWhatTheCalendarSaysIsAskedForAndOnlyOnce(String start) {
    for (Duration by :
        List.of(
            Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(1), Duration.ofDays(-1))) {
      TestDistrict test = districtAt(start);

      step(test, by);

      assertThat(test.district.setpoint(DIM))
          .as("%s by %s", start, by)
          .contains(scheduledAt(test.time.now()));
      assertThat(test.district.requests(Request.Source.Kind.SCHEDULE))
          .hasSize(scheduledAt(test.time.now()) < 100 ? 1 : 0);
      test.close();
    }
  }

  /** A day goes on after the step, and each of its nights comes once and ends on time. */
  @ParameterizedTest
  @ValueSource(longs = {1, -1, 24, -24})
  void theNightThatWasUnderWayEndsWhenTheCalendarSays(long hours) {
    TestDistrict test = districtAt("2026-01-11T00:00:00Z"); // one in the morning
    step(test, Duration.ofHours(hours));
    List<String> changes = new ArrayList<>();
    double before = test.district.setpoint(DIM).orElseThrow();
    Instant until = test.time.now().plus(Duration.ofHours(31));
    while (test.time.now().isBefore(until)) {
      test.run(60);
      double now = test.district.setpoint(DIM).orElseThrow();
      if (now != before) {
        changes.add(test.time.now().toString().substring(11, 15) + " " + now);
        before = now;
      }
    }

    assertThat(changes)
        .as("from 01:00 by %d h", hours)
        .startsWith("05:0 100.0", "21:0 40.0", "05:0 100.0")
        .hasSize(3);
    test.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 24, -24})
  void noLeaseOfAPersonOrAProgramLivesLonger(long hours) {
    TestDistrict test = districtAt("2026-01-11T12:00:00Z");
    test.district.request(test.override("o", LIMIT, 4000, Duration.ofMinutes(10)));
    test.district
        .receipts()
        .take(
            PLANNER,
            List.of(
                new Order(
                    "k",
                    TestSite.LIMIT_2,
                    new Wish.Set(5000),
                    10,
                    "Plan.",
                    new Order.Span(
                        test.time.now(), test.time.now().plus(Duration.ofMinutes(10)), true))));
    test.run(60);
    test.time.jumpTo(test.time.now().plus(Duration.ofHours(hours)));

    test.run(530); // 590 s after the begin
    assertThat(test.district.setpoint(LIMIT)).contains(4000.0);
    assertThat(test.district.setpoint(TestSite.LIMIT_2)).contains(5000.0);
    test.run(20);
    assertThat(test.district.setpoint(LIMIT)).contains(10_000.0);
    assertThat(test.district.setpoint(TestSite.LIMIT_2)).contains(10_000.0);
    assertThat(test.district.receipts().receipt(PLANNER.source(), "k"))
        .hasValueSatisfying(receipt -> assertThat(receipt.stage()).isEqualTo(Stage.EXPIRED));
    test.close();
  }

  /** Spring and autumn, gone through second by second as the calendar does. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-28T20:50:00Z, 2026-03-28T21:00, 2026-03-29T05:00",
    "2026-10-24T19:50:00Z, 2026-10-24T20:00, 2026-10-25T04:00"
  })
  void aNightWithAClockChangeBeginsAndEndsOnce(String start, String begin, String end) {
    TestDistrict test = districtAt(start);
    List<String> changes = new ArrayList<>();
    double before = test.district.setpoint(DIM).orElseThrow();
    for (int minute = 0; minute < 11 * 60; minute++) {
      test.run(60);
      double now = test.district.setpoint(DIM).orElseThrow();
      if (now != before) {
        changes.add(test.time.now().toString().substring(0, 15) + " " + now);
        before = now;
      }
    }

    assertThat(changes)
        .containsExactly(begin.substring(0, 15) + " 40.0", end.substring(0, 15) + " 100.0");
    test.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2028-02-28T11:30:00Z, 24, 60", // set forward into the leap day's noon
    "2028-03-01T11:30:00Z, -24, 60", // and back into it
    "2028-02-29T10:30:00Z, 1, 60",
    "2028-02-29T12:30:00Z, -1, 60",
    "2027-02-28T11:30:00Z, 24, 100", // no leap day in other years
    "2027-03-01T11:30:00Z, -24, 100"
  })
  void theLeapDayIsFoundFromBothSides(String start, long hours, double percent) {
    TestDistrict test = districtAt(start);

    step(test, Duration.ofHours(hours));

    assertThat(test.district.setpoint(DIM)).contains(percent);
    test.close();
  }

  @Test
  void aClockSetAgainAndAgainLeavesOneRequest() {
    TestDistrict test = districtAt("2026-01-11T00:00:00Z");
    for (int i = 0; i < 20; i++) {
      test.time.jumpTo(test.time.now().plus(Duration.ofHours(i % 2 == 0 ? 1 : -1)));
      test.run(3);
    }

    assertThat(test.district.requests(Request.Source.Kind.SCHEDULE)).hasSize(1);
    assertThat(test.district.requests(DIM)).hasSize(1);
    test.close();
  }
}
