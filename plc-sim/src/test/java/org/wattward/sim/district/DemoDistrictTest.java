package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.PointTemplate;

class DemoDistrictTest {
  private static final DemoDistrict DEMO = DemoDistrict.read();
  private static final Site SITE = DEMO.site();
  private static final Instant WINTER_EVENING = Instant.parse("2026-01-14T18:00:00Z");
  private static final Instant SUMMER_NOON = Instant.parse("2026-06-10T11:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void theSiteHoldsWhatTheDemonstrationPromises() {
    assertThat(count(DeviceKind.METER)).isEqualTo(14);
    assertThat(count(DeviceKind.INVERTER)).isEqualTo(4);
    assertThat(count(DeviceKind.HEAT_PUMP)).isEqualTo(9);
    assertThat(count(DeviceKind.BATTERY)).isEqualTo(1);
    assertThat(count(DeviceKind.STREET_LIGHT)).isEqualTo(6);
    assertThat(count(DeviceKind.STREET_LIGHT_CABINET)).isEqualTo(1);
    assertThat(SITE.network().lines()).hasSize(13);
    assertThat(SITE.zones()).hasSize(3);
  }

  private static long count(DeviceKind kind) {
    return SITE.devices().stream().filter(device -> device.template().kind() == kind).count();
  }

  @Test
  void theSameSeedGivesTheSameValuesAndAnotherSeedOthers() {
    DistrictModel one = district(WINTER_EVENING, 7);
    DistrictModel same = district(WINTER_EVENING, 7);
    DistrictModel other = district(WINTER_EVENING, 8);
    for (DistrictModel each : List.of(one, same, other)) {
      step(each, 60, SECOND);
      write(each, "heatpump-01/sgReady", 1);
      step(each, 60, SECOND);
    }
    assertThat(values(one)).isEqualTo(values(same)).isNotEqualTo(values(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-14T03:00:00Z",
        "2026-02-28T23:59:30Z",
        "2028-02-29T12:00:00Z",
        "2026-03-29T00:59:30Z",
        "2026-06-10T11:00:00Z",
        "2026-10-25T00:59:30Z",
        "2026-12-31T22:59:30Z"
      })
  void atAnyHourEveryValueIsPossibleAndTheDistrictMoves(String start) {
    DistrictModel district = district(Instant.parse(start), 1);
    Map<PointId, Double> before = values(district);
    step(district, 60, SECOND);
    Map<PointId, Double> after = values(district);
    for (Device device : SITE.devices()) {
      for (PointTemplate point : device.points()) {
        assertThat(after.get(device.pointId(point)))
            .as("%s in %s", device.pointId(point), point.unit())
            .isBetween(point.min(), point.max());
      }
    }
    long moved =
        after.keySet().stream().filter(p -> !Objects.equals(after.get(p), before.get(p))).count();
    assertThat(moved).isGreaterThan(150);
  }

  @Test
  void countersNeverFallAndCountWhatThePowerSays() {
    DistrictModel district = district(SUMMER_NOON, 1);
    PointId imported = PointId.parse("meter-08/energyImport");
    PointId power = PointId.parse("meter-08/power");
    double start = district.value(imported);
    double countedWh = 0;
    Map<PointId, Double> last = counters(district);
    for (int second = 0; second < 600; second++) {
      district.step(SECOND);
      countedWh += district.value(power) / 3600;
      Map<PointId, Double> now = counters(district);
      last.forEach((point, value) -> assertThat(now.get(point)).isGreaterThanOrEqualTo(value));
      last = now;
    }
    assertThat(district.value(imported) - start).isCloseTo(countedWh, within(1e-3));
  }

  @Test
  void theTransformerTakesWhatTheConnectionsDrawAndTheLosses() {
    DistrictModel district = district(WINTER_EVENING, 1);
    district.step(SECOND);
    double drawnW = sumOfPower(district, "meter");
    double lossW = district.value(PointId.parse("meter-transformer/power")) - drawnW;
    // Iron alone is 460 W at nominal voltage; the grid carries 1.44 kW loss at its full load.
    assertThat(lossW).isBetween(450.0, 4000.0);
  }

  private static double sumOfPower(DistrictModel district, String prefix) {
    return SITE.devices().stream()
        .map(Device::id)
        .filter(id -> id.startsWith(prefix) && !id.equals("meter-transformer"))
        .mapToDouble(id -> district.value(new PointId(id, "power")))
        .sum();
  }

  @Test
  void aLockedHeatPumpStopsAndItsConnectionDrawsLess() {
    DistrictModel district = district(WINTER_EVENING, 1);
    stepUntilAbove(district, "heatpump-01/power", 500);
    double meterBeforeW = district.value(PointId.parse("meter-02/power"));
    write(district, "heatpump-01/sgReady", 1);
    step(district, 310, SECOND); // its compressor runs five minutes at least
    assertThat(district.value(PointId.parse("heatpump-01/power"))).isLessThan(50);
    assertThat(district.value(PointId.parse("meter-02/power"))).isLessThan(meterBeforeW - 400);
  }

  @Test
  void aPowerLimitHoldsAtOnceAndTheRoomCoolsWhenItIsNothing() {
    DistrictModel district = district(WINTER_EVENING, 1);
    stepUntilAbove(district, "heatpump-06/power", 2500);
    write(district, "heatpump-06/powerLimit", 2000);
    step(district, 2, SECOND);
    assertThat(district.value(PointId.parse("heatpump-06/power"))).isLessThan(2100);
    double roomC = district.value(PointId.parse("heatpump-06/roomTemp"));
    for (int minute = 0; minute < 8 * 60; minute++) {
      write(district, "heatpump-06/powerLimit", 0); // or its watchdog would end it
      district.step(MINUTE);
    }
    assertThat(district.value(PointId.parse("heatpump-06/roomTemp"))).isLessThan(roomC - 0.5);
  }

  @Test
  void aHeatPumpUsesAPvSurplusUntilTheWatchdogTakesItBack() {
    DistrictModel district = district(Instant.parse("2026-05-01T10:00:00Z"), 1);
    PointId power = PointId.parse("heatpump-03/power");
    for (int i = 0; i < 40; i++) {
      write(district, "heatpump-03/powerSetpoint", 3000);
      step(district, 10, SECOND);
    }
    assertThat(district.value(power)).isGreaterThan(2500);
    step(district, 61, SECOND);
    assertThat(district.value(PointId.parse("heatpump-03/powerSetpoint"))).isZero();
  }

  @Test
  void aBatteryFollowsItsSetpointAndFills() {
    DistrictModel district = district(WINTER_EVENING, 1);
    double before = district.value(PointId.parse("battery-01/stateOfCharge"));
    double gridW = district.value(PointId.parse("meter-transformer/power"));
    write(district, "battery-01/powerSetpoint", 50);
    step(district, 60, SECOND);
    assertThat(district.value(PointId.parse("battery-01/power"))).isCloseTo(15_000, within(1.0));
    assertThat(district.value(PointId.parse("meter-transformer/power")))
        .isGreaterThan(gridW + 10_000);
    assertThat(district.value(PointId.parse("battery-01/stateOfCharge")))
        .isCloseTo(before + 100 * 15_000 / 60.0 * 0.95 / 60_000, within(0.05));
  }

  @Test
  void wasteHeatDivertedAndLiftedFillsTheStoreAndSparesTheCooler() {
    DistrictModel district = district(WINTER_EVENING, 1);
    PointId top = PointId.parse("store-01/topTemp");
    double topC = district.value(top);
    double coolerW = district.value(PointId.parse("datacentre-01/coolerPower"));
    write(district, "booster-01/powerSetpoint", 6000);
    step(district, 60, SECOND);
    assertThat(district.value(PointId.parse("booster-01/heatPower")))
        .as("without a source it stands still")
        .isZero();
    for (int minute = 0; minute < 3 * 60; minute++) {
      write(district, "datacentre-01/divert", 1); // or their watchdogs would end it
      write(district, "booster-01/powerSetpoint", 6000);
      district.step(MINUTE);
    }
    assertThat(district.value(PointId.parse("booster-01/heatPower"))).isGreaterThan(15_000);
    assertThat(district.value(PointId.parse("datacentre-01/coolerPower"))).isLessThan(coolerW / 2);
    assertThat(district.value(top)).isGreaterThan(topC + 5);
  }

  @Test
  void lightsFollowTheContactorAndTheDimLevel() {
    DistrictModel district = district(WINTER_EVENING, 1);
    write(district, "lights-01/dimLevel", 50);
    step(district, 2, SECOND);
    assertThat(district.value(PointId.parse("lights-01/power"))).isCloseTo(22 * 31.8, within(70.0));
    write(district, "cabinet-01/contactor", 0);
    step(district, 2, SECOND);
    assertThat(district.value(PointId.parse("lights-01/power"))).isZero();
    assertThat(district.value(PointId.parse("cabinet-01/contactorFeedback"))).isZero();
    assertThat(district.value(PointId.parse("cabinet-01/power"))).isLessThan(20);
  }

  @Test
  void aPvPlantKeepsItsLimitAndItsReactivePowerMovesTheVoltage() {
    DistrictModel district = district(SUMMER_NOON, 1);
    step(district, 5, SECOND);
    double freeW = district.value(PointId.parse("pv-02/power"));
    assertThat(freeW).isLessThan(-15_000);
    double voltageV = district.value(PointId.parse("pv-02/voltageL1"));
    write(district, "pv-02/reactivePowerSetpoint", 100);
    step(district, 1, SECOND);
    assertThat(district.value(PointId.parse("pv-02/voltageL1"))).isLessThan(voltageV - 0.3);
    write(district, "pv-02/activePowerLimit", 10);
    step(district, 1, SECOND);
    assertThat(district.value(PointId.parse("pv-02/power"))).isCloseTo(-7838.1, within(1.0));
  }

  @Test
  void pricesAreKnownForEveryHourOfAYearAndSomeAreNegative() {
    Prices prices = DEMO.prices();
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    int negative = 0;
    for (int hour = 0; hour < 366 * 24; hour++) {
      double price = prices.eurPerKwh(start.plus(Duration.ofHours(hour)));
      assertThat(price).isBetween(-0.1, 0.3);
      negative += price < 0 ? 1 : 0;
    }
    assertThat(negative).isBetween(200, 500);
    // 2020-01-08 was a Wednesday as 2026-01-07 is.
    assertThat(prices.eurPerKwh(Instant.parse("2026-01-07T00:30:00Z")))
        .isEqualTo(prices.eurPerKwh(Instant.parse("2020-01-08T00:00:00Z")));
  }

  @Test
  void aLongStepIsTakenInShortOnes() {
    DistrictModel district = district(WINTER_EVENING, 1);
    district.step(Duration.ofHours(1));
    assertThat(district.now()).isEqualTo(WINTER_EVENING.plus(Duration.ofHours(1)));
    assertThat(district.value(PointId.parse("heatpump-05/roomTemp"))).isBetween(18.0, 24.0);
  }

  private static DistrictModel district(Instant start, long seed) {
    return DEMO.model(start, seed);
  }

  private static void step(DistrictModel district, int count, Duration length) {
    for (int i = 0; i < count; i++) {
      district.step(length);
    }
  }

  private static void stepUntilAbove(DistrictModel district, String point, double value) {
    for (int minute = 0; minute < 24 * 60; minute++) {
      if (district.value(PointId.parse(point)) > value) {
        return;
      }
      district.step(MINUTE);
    }
    throw new AssertionError("%s was never above %s in a day.".formatted(point, value));
  }

  private static void write(DistrictModel district, String point, double value) {
    district.write(PointId.parse(point), value);
  }

  private static Map<PointId, Double> values(DistrictModel district) {
    Map<PointId, Double> values = new TreeMap<>();
    for (Device device : SITE.devices()) {
      for (PointTemplate point : device.points()) {
        values.put(device.pointId(point), district.value(device.pointId(point)));
      }
    }
    return values;
  }

  private static Map<PointId, Double> counters(DistrictModel district) {
    Map<PointId, Double> counters = new TreeMap<>();
    for (Device device : SITE.devices()) {
      for (PointTemplate point : device.points()) {
        if (point.form() == PointTemplate.Form.COUNTER) {
          counters.put(device.pointId(point), district.value(device.pointId(point)));
        }
      }
    }
    return counters;
  }
}
