package org.wattward.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Site;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.field.SimulatedDevice;

class ScriptedDistrictTest {
  private static final Site SITE = DistrictModel.demoSite();
  private static final Instant START = Instant.parse("2026-01-14T05:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long SEED = 5;

  private static ScriptedDistrict district(String items) {
    Scenario scenario = ScenarioReader.read("s.yaml", "title: A test\n" + items, SITE);
    return ScriptedDistrict.of(scenario, SITE, START, SEED);
  }

  private static SimulatedDevice device(DistrictModel district, String id) {
    return Objects.requireNonNull(district.devices().get(id));
  }

  private static void live(DistrictModel district, int minutes) {
    for (int i = 0; i < minutes; i++) {
      district.step(MINUTE);
    }
  }

  @Test
  void aFaultComesAtItsTimeAndGoesWhileOthersStay() {
    ScriptedDistrict district =
        district(
            """
            faults:
              - {what: silent, after: 3 min, for: 2 min, devices: [meter-01]}
              - {what: wrong-exception, after: 4 min, for: 3 min, devices: [meter-01], code: 6}
            """);
    district.begin(START);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      district.step(MINUTE);
      var health = device(district, "meter-01").health();
      seen.add((health.silent() ? "silent" : "") + health.exceptionCode());
    }
    assertThat(seen).containsExactly("0", "0", "0", "silent0", "silent6", "6", "6", "0", "0");
  }

  @Test
  void aRestartTakesSetpointsBackToTheirSafeValues() {
    ScriptedDistrict district =
        district(
            """
            faults:
              - {what: restart, after: 2 min, for: 1 min, devices: [heatpump-07]}
            """);
    district.begin(START);
    PointId limit = PointId.parse("heatpump-07/powerLimit");
    district.write(limit, 2000);
    live(district, 2);
    assertThat(district.value(limit)).isEqualTo(2000);
    live(district, 1);
    assertThat(device(district, "heatpump-07").health().unplugged()).isTrue();
    assertThat(district.value(limit)).isEqualTo(1_000_000);
    live(district, 1);
    assertThat(device(district, "heatpump-07").health().answers()).isTrue();
  }

  @Test
  void noiseScattersByItsSigmaAndFollowsFromTheSeed() {
    String script =
        """
        faults:
          - {what: noise, after: 0 s, devices: [meter-01], sigma: 10 %}
        """;
    ScriptedDistrict noisy = district(script);
    noisy.begin(START);
    ScriptedDistrict again = district(script);
    again.begin(START);
    ScriptedDistrict calm = district("");
    double sumOfSquares = 0;
    int steps = 200;
    for (int i = 0; i < steps; i++) {
      noisy.step(MINUTE);
      again.step(MINUTE);
      calm.step(MINUTE);
      double shown = value(noisy, "meter-01/power");
      assertThat(value(again, "meter-01/power")).isEqualTo(shown);
      sumOfSquares += Math.pow(shown / value(calm, "meter-01/power") - 1, 2);
    }
    assertThat(Math.sqrt(sumOfSquares / steps)).as("seed %d", SEED).isCloseTo(0.1, within(0.02));
    assertThat(value(noisy, "meter-02/power")).isEqualTo(value(calm, "meter-02/power"));
  }

  @Test
  void aStuckPointStandsStillWhileTheOthersMoveAndMovesAgain() {
    ScriptedDistrict district =
        district(
            """
            faults:
              - {what: stuck, after: 5 min, for: 20 min, devices: [meter-02], point: power}
            """);
    district.begin(START);
    live(district, 5);
    double power = value(district, "meter-02/power");
    double powerL1 = value(district, "meter-02/powerL1");
    live(district, 20);
    assertThat(value(district, "meter-02/power")).isEqualTo(power);
    assertThat(value(district, "meter-02/powerL1")).isNotEqualTo(powerL1);
    live(district, 1);
    assertThat(value(district, "meter-02/power")).isNotEqualTo(power);
  }

  private static double value(DistrictModel district, String point) {
    return district.value(PointId.parse(point));
  }

  @Test
  void whatIsDrawnByLotFollowsFromTheSeedAndIsSaid() {
    String script =
        """
        faults:
          - {what: silent, after: 1 h, for: 5 min, devices: [meter-*], pick: 2, jitter: 30 min, times: 3, every: 1 h}
        """;
    List<Episode> drawn = district(script).begin(START);
    assertThat(district(script).begin(START)).isEqualTo(drawn);
    Scenario scenario = ScenarioReader.read("s.yaml", "title: A test\n" + script, SITE);
    assertThat(ScriptedDistrict.of(scenario, SITE, START, SEED + 1).begin(START))
        .isNotEqualTo(drawn);
    assertThat(drawn).hasSize(6);
    assertThat(drawn.stream().map(Episode::begins).collect(Collectors.toSet())).hasSize(3);
    assertThat(drawn)
        .allSatisfy(episode -> {
          assertThat(episode.begins())
              .isBetween(START.plus(Duration.ofHours(1)), START.plus(Duration.ofMinutes(210)));
          assertThat(episode.ends()).contains(episode.begins().plus(Duration.ofMinutes(5)));
        });
  }

  @Test
  void weatherAndPricesAreOtherThanMeasuredForAsLongAsIsSaid() {
    ScriptedDistrict other =
        district(
            """
            weather:
              - {after: 10 min, for: 10 min, warmer: -8 K}
            prices:
              - {after: 1 h, for: 1 h, factor: 2, add: 0.1 EUR/kWh}
            """);
    other.begin(START);
    ScriptedDistrict measured = district("");
    live(other, 15);
    live(measured, 15);
    PointId outdoor = PointId.parse("weather-01/outdoorTemp");
    assertThat(other.value(outdoor)).isCloseTo(measured.value(outdoor) - 8, within(0.5));
    live(other, 10);
    live(measured, 10);
    assertThat(other.value(outdoor)).isCloseTo(measured.value(outdoor), within(0.5));
    Instant dear = START.plus(Duration.ofMinutes(90));
    assertThat(other.priceEurPerKwh(dear))
        .isCloseTo(2 * measured.priceEurPerKwh(dear) + 0.1, within(1e-9));
    assertThat(other.priceEurPerKwh(START)).isEqualTo(measured.priceEurPerKwh(START));
  }
}
