package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SunPositionTest {
  private static List<Json> referenceCases() {
    return Json.read("benchmarks/sun_times_reference.json").list("cases");
  }

  @Test
  void risingAndSettingAreRightToAMinute() {
    int compared = 0;
    for (Json theCase : referenceCases()) {
      compared += compare(theCase, "sunrise_sunset_-0.8333", SunPosition.SUNRISE_DEG);
      compared += compare(theCase, "civil_-6", SunPosition.CIVIL_DEG);
      compared += compare(theCase, "nautical_-12", SunPosition.NAUTICAL_DEG);
    }
    assertThat(compared).isGreaterThanOrEqualTo(2 * 3 * 21 - 4);
  }

  private static int compare(Json theCase, String key, double elevationDeg) {
    LocalDate day = LocalDate.parse(theCase.text("date_utc"));
    var times = SunPosition.times(day, theCase.number("lat"), theCase.number("lon"), elevationDeg);
    int compared = 0;
    for (String end : new String[] {"rise_utc", "set_utc"}) {
      if (theCase.has(key) && theCase.at(key).has(end)) {
        Instant expected = Instant.parse(theCase.at(key).text(end));
        Instant found =
            end.equals("rise_utc") ? times.orElseThrow().rise() : times.orElseThrow().set();
        assertThat(Duration.between(expected, found).abs())
            .as("%s of %s in %s at %s°", end, day, theCase.text("city"), elevationDeg)
            .isLessThanOrEqualTo(Duration.ofSeconds(60));
        compared++;
      }
    }
    return compared;
  }

  @Test
  void theHighestElevationIsTheReferences() {
    for (Json theCase : referenceCases()) {
      Instant transit =
          Instant.parse(theCase.text("date_utc") + "T" + theCase.text("transit_utc") + "Z");
      SunPosition sun = SunPosition.at(transit, theCase.number("lat"), theCase.number("lon"));
      assertThat(sun.elevationDeg()).isCloseTo(theCase.number("max_elevation_deg"), within(2e-3));
      // The reference's transit is the highest point, seconds from the meridian when the
      // declination moves.
      assertThat(sun.azimuthDeg()).isCloseTo(180, within(0.2));
    }
  }

  @Test
  void atTheTimesGivenTheSunStandsAtTheElevation() {
    LocalDate day = LocalDate.of(2025, 3, 20);
    var times = SunPosition.times(day, 48.2082, 16.3738, SunPosition.CIVIL_DEG).orElseThrow();
    assertThat(SunPosition.at(times.rise(), 48.2082, 16.3738).elevationDeg())
        .isCloseTo(-6, within(0.05));
    assertThat(SunPosition.at(times.set(), 48.2082, 16.3738).elevationDeg())
        .isCloseTo(-6, within(0.05));
  }

  @Test
  void theMidnightSunHasNoTimes() {
    assertThat(SunPosition.times(LocalDate.of(2025, 6, 21), 69.65, 18.96, SunPosition.SUNRISE_DEG))
        .isEmpty();
  }

  @Test
  void theSunShinesStraightOntoAPlaneThatFacesIt() {
    SunPosition sun = new SunPosition(40, 200);
    assertThat(sun.cosineOnto(50, 200)).isCloseTo(1, within(1e-12));
    assertThat(sun.cosineOnto(0, 90)).isCloseTo(Math.sin(Math.toRadians(40)), within(1e-12));
    assertThat(sun.cosineOnto(90, 20)).isNegative();
  }
}
