package org.wattward.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wattward.controller.citylearn.ReferenceFolder;
import org.wattward.controller.schedule.Beginnings.Beginning;
import org.wattward.devices.site.SunMoment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SunTimesTest {
  private static final Duration EXACT = Duration.ofSeconds(60);

  private static final Map<String, Double> MOMENTS =
      Map.of(
          "sunrise_sunset_-0.8333", SunMoment.SUNRISE_DEG,
          "civil_-6", SunMoment.CIVIL_DEG,
          "nautical_-12", SunMoment.NAUTICAL_DEG);

  private static SunTimes times(double elevationDeg, boolean rising, String zone) {
    return new SunTimes(
        new SunMoment(elevationDeg, rising, Duration.ZERO), 69.65, 18.96, ZoneId.of(zone));
  }

  @Test
  void everyMomentIsThatOfTheReferenceToAMinute() throws IOException {
    // Computed by pvlib's own reading of the algorithm.
    Path reference = ReferenceFolder.file("benchmarks/sun_times_reference.json");
    JsonNode cases = JsonMapper.shared().readTree(Files.readString(reference)).get("cases");
    int compared = 0;
    for (JsonNode one : cases) {
      for (Map.Entry<String, Double> moment : MOMENTS.entrySet()) {
        compared += compare(one, moment.getKey(), moment.getValue(), true, "rise_utc");
        compared += compare(one, moment.getKey(), moment.getValue(), false, "set_utc");
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  private static int compare(
      JsonNode one, String key, double elevationDeg, boolean rising, String field) {
    JsonNode expected = one.path(key).path(field);
    if (!expected.isString()) {
      return 0;
    }
    Instant instant = Instant.parse(expected.stringValue());
    SunTimes times =
        new SunTimes(
            new SunMoment(elevationDeg, rising, Duration.ZERO),
            one.get("lat").doubleValue(),
            one.get("lon").doubleValue(),
            ZoneOffset.UTC);
    LocalDate date = LocalDate.ofInstant(instant, ZoneOffset.UTC);
    assertThat(times.on(date))
        .as("%s %s %s %s", one.get("city"), date, key, field)
        .anySatisfy(found ->
            assertThat(Duration.between(found.at(), instant).abs()).isLessThanOrEqualTo(EXACT));
    return 1;
  }

  @Test
  void aMomentBelongsToTheLocalDate() {
    // On the other side of the date line the sun sets on another day of UTC.
    SunTimes apia =
        new SunTimes(
            new SunMoment(SunMoment.SUNRISE_DEG, false, Duration.ZERO),
            -13.83,
            -171.76,
            ZoneId.of("Pacific/Apia"));
    for (LocalDate date = LocalDate.parse("2026-01-01");
        date.isBefore(LocalDate.parse("2027-01-01"));
        date = date.plusDays(1)) {
      List<Beginning> sunsets = apia.on(date);
      assertThat(sunsets).as("%s", date).hasSize(1);
      assertThat(sunsets.getFirst().local().toLocalDate()).isEqualTo(date);
      assertThat(sunsets.getFirst().local().getHour()).isBetween(18, 19);
    }
  }

  @Test
  void inThePolarNightThereIsNoSunriseAndTheNextOneComesAfterWeeks() {
    SunTimes sunrise = times(SunMoment.SUNRISE_DEG, true, "Europe/Oslo");

    assertThat(sunrise.on(LocalDate.parse("2026-12-21"))).isEmpty();
    assertThat(sunrise.after(Instant.parse("2026-12-01T12:00:00Z")))
        .hasValueSatisfying(next ->
            assertThat(next)
                .isBetween(
                    Instant.parse("2027-01-10T00:00:00Z"), Instant.parse("2027-01-20T00:00:00Z")));
  }

  @Test
  void anOffsetMovesItAndADateKeepsIt() {
    SunMoment moment = new SunMoment(3, true, Duration.ofMinutes(-90));
    SunTimes moved = new SunTimes(moment, 48.2, 16.37, ZoneId.of("Europe/Vienna"));
    SunTimes plain =
        new SunTimes(
            new SunMoment(3, true, Duration.ZERO), 48.2, 16.37, ZoneId.of("Europe/Vienna"));
    LocalDate date = LocalDate.parse("2026-06-21");

    assertThat(moved.on(date).getFirst().at())
        .isEqualTo(plain.on(date).getFirst().at().minus(Duration.ofMinutes(90)));
  }
}
