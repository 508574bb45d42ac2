package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.physics.HeatPumpDesign;
import org.wattward.sim.physics.HeatPumpModel;
import org.wattward.sim.physics.SolarCollectorModel;
import org.wattward.sim.physics.ThermalStoreModel;

/**
 * That no energy is lost or made between the models of a district: each closes by itself, and so
 * must what they hand to one another. {@code -Dwattward.balance.days=365} takes the whole year.
 */
class DistrictEnergyTest {
  private static final DemoDistrict DEMO = DemoDistrict.read();
  private static final int DAYS = Integer.getInteger("wattward.balance.days", 21);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double HOURS = 1 / 60.0;

  @Test
  void whatTheGridTakesIsWhatIsDrawnAndLost() {
    DistrictModel district = DEMO.model(START, 5);
    Map<Flow, Double> before = district.sums();
    for (int minute = 0; minute < DAYS * 1440; minute++) {
      district.write(PointId.parse("battery-01/powerSetpoint"), 90 * Math.sin(minute / 150.0));
      district.write(PointId.parse("datacentre-01/divert"), minute / 300 % 2);
      district.write(PointId.parse("booster-01/powerSetpoint"), 6000);
      district.step(MINUTE);
    }
    Map<Flow, Double> after = district.sums();
    double missingWh =
        flowed(before, after, Flow.IMPORT_WH)
            - flowed(before, after, Flow.EXPORT_WH)
            + flowed(before, after, Flow.PV_WH)
            + flowed(before, after, Flow.BATTERY_DISCHARGE_WH)
            - flowed(before, after, Flow.BATTERY_CHARGE_WH)
            - flowed(before, after, Flow.CONSUMPTION_WH)
            - flowed(before, after, Flow.LOSS_WH);
    assertThat(Math.abs(missingWh) / flowed(before, after, Flow.CONSUMPTION_WH)).isLessThan(1e-9);
    assertThat(flowed(before, after, Flow.BATTERY_CHARGE_WH)).isPositive();
    assertThat(flowed(before, after, Flow.BOOSTER_WH)).isPositive();
  }

  private static double flowed(Map<Flow, Double> before, Map<Flow, Double> after, Flow flow) {
    return Objects.requireNonNull(after.get(flow)) - Objects.requireNonNull(before.get(flow));
  }

  @Test
  void wasteHeatComesThroughTheStoreToTheNetworkOrIsLostThere() {
    SimulatedDevice centre = device("datacentre-01");
    SimulatedDevice boosterDevice = device("booster-01");
    ThermalStoreModel store = new ThermalStoreModel(ThermalStoreModel.Design.usual(10, 10), 42);
    HeatPumpModel booster = new HeatPumpModel(HeatPumpDesign.booster(7000));
    HeatCustomers customers = new HeatCustomers(OptionalDouble.of(20_000));
    Feeder feeder = new Feeder(DEMO.site().network());
    WasteHeatPart part =
        new WasteHeatPart(
            new WasteHeatPart.Devices(centre, device("store-01"), boosterDevice),
            feeder,
            new WasteHeatPart.Plant(
                24_000, store, booster, customers, Optional.of(SolarCollectorModel.flat(30))),
            new SplittableRandom(7));
    Books books = new Books();
    double atStartWh = store.storedWh(0);
    double boosterHeatWh = 0;
    double chargedWh = 0;
    double lossWh = 0;
    double sourceWh = 0;
    double pumpWh = 0;
    for (int minute = 0; minute < DAYS * 1440; minute++) {
      centre.write("divert", minute / 2500 % 3 == 2 ? 0 : 1);
      boosterDevice.write("powerSetpoint", minute / 700 % 2 == 0 ? 7000 : 3000);
      Moment moment = moment(minute);
      part.act(moment, feeder);
      part.account(moment, books);
      boosterHeatWh += booster.heatW() * HOURS;
      sourceWh += booster.sourceHeatW() * HOURS;
      chargedWh += store.chargeW() * HOURS;
      lossWh += store.lossW() * HOURS;
      pumpWh += customers.pumpW() * HOURS;
    }
    double turnoverWh = boosterHeatWh + books.sum(Flow.NETWORK_HEAT_WH);
    assertCloses(
        "booster and collectors to store",
        boosterHeatWh + books.sum(Flow.SOLAR_HEAT_WH) - chargedWh,
        turnoverWh);
    assertCloses("source to booster", sourceWh - books.sum(Flow.WASTE_HEAT_USED_WH), turnoverWh);
    assertCloses(
        "store",
        atStartWh + chargedWh - lossWh - books.sum(Flow.STORE_HEAT_WH) - store.storedWh(0),
        turnoverWh);
    assertCloses(
        "network",
        books.sum(Flow.STORE_HEAT_WH)
            + books.sum(Flow.OTHER_HEAT_WH)
            + pumpWh
            - books.sum(Flow.PIPE_LOSS_WH)
            - books.sum(Flow.NETWORK_HEAT_WH),
        turnoverWh);
    assertThat(books.sum(Flow.OTHER_HEAT_WH)).isPositive();
    assertThat(books.sum(Flow.SOLAR_HEAT_WH)).isPositive();
    assertThat(books.sum(Flow.PIPE_LOSS_WH)).isPositive();
  }

  @Test
  void aHouseKeepsWhatItIsGivenUntilItLosesIt() {
    HeatedHouse house = new HeatedHouse(HouseDesign.usual(3000), 20.5, 48);
    double atStartJ = house.storedJ();
    double inJ = 0;
    double outJ = 0;
    for (int minute = 0; minute < DAYS * 1440; minute++) {
      // Locked for two days in every nine, so that the hot water runs out.
      int sgReady = minute / 1440 % 9 < 2 ? 1 : minute / 600 % 4 + 1;
      house.step(moment(minute), new HeatedHouse.Wish(sgReady, 1e9, 0, Double.NaN));
      inJ += house.gainsW() * 60;
      outJ += house.lossesW() * 60;
    }
    assertCloses("house", atStartJ + inJ - outJ - house.storedJ(), inJ);
    assertThat(house.starts()).isGreaterThan(10);
  }

  private static void assertCloses(String what, double missing, double turnover) {
    assertThat(Math.abs(missing) / turnover)
        .as("%s: %s missing of %s", what, missing, turnover)
        .isLessThan(1e-9);
  }

  private static Moment moment(int minute) {
    Instant at = START.plus(MINUTE.multipliedBy(minute + 1L));
    YearPosition position = YearPosition.of(at, DEMO.site().timeZone());
    return Moment.of(60, position, DEMO.weather().at(at, position), 50);
  }

  private static SimulatedDevice device(String id) {
    Device found =
        DEMO.site().devices().stream()
            .filter(device -> device.id().equals(id))
            .findFirst()
            .orElseThrow();
    return new SimulatedDevice(found, 1);
  }
}
