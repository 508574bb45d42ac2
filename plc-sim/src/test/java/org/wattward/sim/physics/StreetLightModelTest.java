package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreetLightModelTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

  /**
   * The dimming schedules of the reference: level in per cent at a minute of the civil day. The
   * last ends at 06:00, which its name does not say and its figures do.
   */
  private static final Map<String, IntToDoubleFunction> SCHEDULES =
      Map.of(
          "half_23_05", minute -> night(minute, 23, 5) ? 50 : 100,
          "half_22_05", minute -> night(minute, 22, 5) ? 50 : 100,
          "level30_23_05", minute -> night(minute, 23, 5) ? 30 : 100,
          "elexon_D60_100_70@20_50@22_100@05",
              minute -> night(minute, 22, 5) ? 50 : night(minute, 20, 22) ? 70 : 100,
          "three_step_100_70@21_50@23_30@01_70@05",
              minute ->
                  night(minute, 21, 23)
                      ? 70
                      : night(minute, 23, 1)
                          ? 50
                          : night(minute, 1, 5) ? 30 : night(minute, 5, 6) ? 70 : 100);

  private static boolean night(int minute, int fromHour, int toHour) {
    int from = fromHour * 60;
    int to = toHour * 60;
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
  }

  @Test
  void dimmingInViennaSavesWhatTheReferenceFound() {
    Json vienna =
        Json.read("benchmarks/streetlight_dimming_savings.json").at("cities").at("Vienna");
    for (double threshold : new double[] {-0.8333, -3.0, -6.0}) {
      Json expected = vienna.at(String.valueOf(threshold));
      Year year = new Year(threshold);
      assertThat(year.full.burningHours()).isCloseTo(expected.number("burning_hours"), within(1.0));
      SCHEDULES.forEach((name, _) ->
          assertThat(1 - year.energyWh(name) / year.fullWh)
              .as("%s at %s°", name, threshold)
              .isCloseTo(expected.number(name), within(1e-3)));
    }
  }

  /** A year of one segment, minute by minute, at full power and by every schedule. */
  private static final class Year {
    private final StreetLightModel.Design design =
        new StreetLightModel.Design(20, 70, 0, 0, 0, LightingClass.M3);
    final StreetLightModel full = new StreetLightModel(design);
    double fullWh;
    private final Map<String, Double> energyWh = new HashMap<>();

    Year(double thresholdDeg) {
      StreetLightModel dimmed = new StreetLightModel(design);
      Instant start = Instant.parse("2024-12-31T23:00:00Z");
      double elevation = 0;
      double next = SunPosition.at(start, 48.2082, 16.3738).elevationDeg();
      for (int minute = 0; minute < 365 * 1440; minute++) {
        // The sun every five minutes, straight between: wrong by less than 0.01°.
        if (minute % 5 == 0) {
          elevation = next;
          next =
              SunPosition.at(start.plusSeconds((minute + 5) * 60L), 48.2082, 16.3738)
                  .elevationDeg();
        }
        boolean dark = elevation + (minute % 5) / 5.0 * (next - elevation) < thresholdDeg;
        full.step(60, dark, 100);
        fullWh += full.powerW() / 60;
        if (dark) {
          var local = start.plusSeconds(minute * 60L).atZone(VIENNA).toLocalTime();
          int ofDay = local.getHour() * 60 + local.getMinute();
          SCHEDULES.forEach((name, level) -> {
            dimmed.step(60, true, level.applyAsDouble(ofDay));
            energyWh.merge(name, dimmed.powerW() / 60, Double::sum);
          });
        }
      }
    }

    double energyWh(String name) {
      return energyWh.getOrDefault(name, 0.0);
    }
  }

  @ParameterizedTest(name = "level {0} %: {1} W")
  @CsvSource({"100, 1400", "50, 742", "10, 215.6", "5, 215.6", "0, 8"})
  void powerFollowsTheLevelAboveTheGearsOwn(double level, double powerW) {
    StreetLightModel lights = new StreetLightModel(StreetLightModel.Design.led(20, 70));
    lights.step(60, true, level);
    assertThat(lights.powerW()).isCloseTo(powerW, within(1e-9));
  }

  @Test
  void withoutSupplyItIsDarkAndDrawsNothing() {
    StreetLightModel lights = new StreetLightModel(StreetLightModel.Design.led(20, 70));
    lights.step(60, false, 100);
    assertThat(lights.powerW()).isZero();
    assertThat(lights.luminanceCdPerM2()).isZero();
    assertThat(lights.burningHours()).isZero();
  }

  @Test
  void failedLampsTakeTheirShareOfPowerAndLight() {
    StreetLightModel lights = new StreetLightModel(StreetLightModel.Design.led(20, 70));
    lights.failLamps(5);
    lights.step(3600, true, 100);
    assertThat(lights.powerW()).isCloseTo(1050, within(1e-9));
    assertThat(lights.luminanceCdPerM2()).isCloseTo(0.75, within(1e-9));
    assertThat(lights.burningHours()).isOne();
  }

  @Test
  void aClassDownIsTheLevelThatStillKeepsIt() {
    assertThat(LightingClass.M3.levelForPercent(LightingClass.M4)).isEqualTo(75);
    assertThat(LightingClass.M3.levelForPercent(LightingClass.M5)).isEqualTo(50);
    assertThat(LightingClass.M4.levelForPercent(LightingClass.M3)).isGreaterThan(100);
  }
}
