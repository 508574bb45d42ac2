package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.RulePackages;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;

/** What a site may say of its devices beyond their ratings, and what the simulator makes of it. */
class SiteOptionsTest {
  private static final Templates TEMPLATES = Templates.bundled();
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant WINTER = Instant.parse("2026-01-12T00:00:00Z");
  private static final Instant SUMMER = Instant.parse("2026-06-22T00:00:00Z");

  @Test
  void aRoofToTheEastGivesItsMostBeforeNoonAndOneToTheWestAfterwards() {
    DistrictModel district =
        model(
            SUMMER,
            "ratedPower: 40 kW}",
            "ratedPower: 40 kW, tilt: 40 deg, azimuth: 90 deg}",
            "ratedPower: 23 kW}",
            "ratedPower: 23 kW, tilt: 40 deg, azimuth: 270 deg}");
    double eastBefore = 0;
    double westBefore = 0;
    double east = 0;
    double west = 0;
    for (int minute = 0; minute < 7 * 1440; minute++) {
      district.step(MINUTE);
      double eastW = -district.value(PointId.parse("pv-01/power"));
      double westW = -district.value(PointId.parse("pv-03/power"));
      boolean before = (minute % 1440) < 11.6 * 60; // true noon in UTC
      eastBefore += before ? eastW : 0;
      westBefore += before ? westW : 0;
      east += eastW;
      west += westW;
    }
    assertThat(eastBefore / east).isGreaterThan(0.55);
    assertThat(westBefore / west).isLessThan(0.45);
    double hoursOfPeak = east / 60 / 40_000;
    assertThat(hoursOfPeak).as("full hours of a June week").isBetween(15.0, 60.0);
  }

  @Test
  void aHeatPumpThatDrawsFromTheGroundNeedsLessInWinter() {
    DistrictModel air = model(WINTER);
    DistrictModel ground =
        model(
            WINTER,
            "ratedPower: 6 kW, ratedHeatPower: 18 kW}",
            "ratedPower: 6 kW, ratedHeatPower: 18 kW, groundSource: 1}");
    live(air, 3 * 1440);
    live(ground, 3 * 1440);
    assertThat(cop(ground)).isGreaterThan(cop(air) + 0.3);
    assertThat(ground.value(PointId.parse("heatpump-05/sourceTemp")))
        .isNotEqualTo(air.value(PointId.parse("heatpump-05/sourceTemp")))
        .isBetween(-5.0, 10.0);
    assertThat(ground.value(PointId.parse("heatpump-05/roomTemp"))).isBetween(19.0, 23.0);
  }

  private static double cop(DistrictModel district) {
    return district.sum(Flow.HEAT_PUMP_HEAT_WH) / district.sum(Flow.HEAT_PUMP_WH);
  }

  @Test
  void aHeatedFloorIsSuppliedCoolerAndKeepsTheRoomWarm() {
    String given = "ratedPower: 4 kW, ratedHeatPower: 12 kW";
    DistrictModel radiators = model(WINTER);
    DistrictModel floor = model(WINTER, given, given + ", designSupplyTemp: 35 °C, area: 150 m2");
    live(radiators, 3 * 1440);
    live(floor, 3 * 1440);
    PointId buffer = PointId.parse("heatpump-03/bufferTemp");
    assertThat(floor.value(buffer)).isBetween(24.0, 38.0).isLessThan(radiators.value(buffer) - 3);
    assertThat(cop(floor)).isGreaterThan(cop(radiators));
    assertThat(floor.sum(Flow.COLD_KH)).isLessThan(10);
  }

  @Test
  void aHeatPumpWhoseLeastPowerIsItsRatedOneKnowsOnlyOnAndOff() {
    DistrictModel district =
        model(
            WINTER,
            "ratedPower: 5 kW, ratedHeatPower: 15 kW}",
            "ratedPower: 5 kW, ratedHeatPower: 15 kW, minPower: 5 kW}");
    int on = 0;
    for (int minute = 0; minute < 1440; minute++) {
      district.step(MINUTE);
      double powerW = district.value(PointId.parse("heatpump-08/power"));
      boolean running = powerW > 100;
      on += running ? 1 : 0;
      assertThat(powerW).isCloseTo(running ? 5008 : 8, within(0.04 * 5008));
    }
    assertThat(on).isBetween(60, 1380);
  }

  @Test
  void aCarChargesOverNightAndObeysTheCurrentItIsTold() {
    DistrictModel district =
        model(
            WINTER,
            "devices:\n",
            "devices:\n  - {id: charger-01, title: Charger, template: keba-p30, "
                + "link: link-meter-01, unit: 7, bus: bus-08, properties: {ratedCurrent: 16 A}}\n");
    PointId power = PointId.parse("charger-01/power");
    PointId state = PointId.parse("charger-01/state");
    PointId limit = PointId.parse("charger-01/currentLimit");
    boolean[] seen = new boolean[4];
    double most = 0;
    for (int minute = 0; minute < 5 * 1440; minute++) {
      district.write(limit, 16);
      district.step(MINUTE);
      most = Math.max(most, district.value(power));
      seen[(int) district.value(state)] = true;
    }
    assertThat(most).isCloseTo(11_040, within(1.0));
    assertThat(seen)
        .as("neither, no car, connected, charging")
        .containsExactly(false, true, true, true);
    assertThat(district.sum(Flow.CHARGING_WH)).isBetween(20e3, 300e3);
    double mostThrottled = 0;
    for (int minute = 0; minute < 2 * 1440; minute++) {
      district.write(limit, 8);
      district.step(MINUTE);
      mostThrottled = Math.max(mostThrottled, district.value(power));
    }
    assertThat(mostThrottled).isCloseTo(8 * 3 * 230, within(1.0));
  }

  @Test
  void collectorsHeatTheStoreAndANetworkOfItsOwnLosesHeatOnTheWay() {
    DistrictModel district =
        model(SUMMER, "volume: 10 m3}", "volume: 10 m3, area: 60 m2, ratedHeatPower: 60 kW}");
    live(district, 7 * 1440);
    double solarWh = district.sum(Flow.SOLAR_HEAT_WH);
    assertThat(solarWh / 60).as("Wh from a square metre in a June week").isBetween(2e3, 30e3);
    assertThat(district.sum(Flow.PIPE_LOSS_WH)).isPositive();
    double everythingWh = district.sum(Flow.NETWORK_HEAT_WH) + district.sum(Flow.PIPE_LOSS_WH);
    assertThat(district.sum(Flow.STORE_HEAT_WH) + district.sum(Flow.OTHER_HEAT_WH))
        .isCloseTo(everythingWh, within(0.01 * everythingWh)); // the pumps' work besides
  }

  @Test
  void whatCannotBeIsSaidWithItsDevice() {
    assertThatThrownBy(() ->
            model(
                SUMMER, "ratedPower: 40 kW}", "ratedPower: 40 kW, tilt: 120 deg, azimuth: 90 deg}"))
        .isInstanceOf(WattwardException.class)
        .hasMessageContaining("pv-01")
        .hasMessageContaining("slopeDeg is 120");
  }

  private static void live(DistrictModel district, int minutes) {
    for (int minute = 0; minute < minutes; minute++) {
      district.step(MINUTE);
    }
  }

  /** The demonstration district with some of its site file's words replaced. */
  private static DistrictModel model(Instant start, String... replaced) {
    String text = demo();
    for (int index = 0; index < replaced.length; index += 2) {
      assertThat(text).contains(replaced[index]);
      text = text.replace(replaced[index], replaced[index + 1]);
    }
    Site site = SiteReader.read("site.yaml", text, Path.of(""), TEMPLATES, RulePackages.UNKNOWN);
    return DistrictModel.of(site, start, 1);
  }

  private static String demo() {
    try (InputStream in =
        DemoDistrict.class.getResourceAsStream("/org/wattward/sim/demo/site.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
