package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BatteryModelTest {
  private static final BatteryModel.Design DESIGN =
      new BatteryModel.Design(10_000, 5000, 4000, 0.95, 0.9, 10, 0);

  @Test
  void whatGoesInComesOutLessTheLosses() {
    BatteryModel battery = new BatteryModel(DESIGN, 50);
    battery.step(3600, 2000);
    assertThat(battery.powerW()).isEqualTo(2000);
    assertThat(battery.storedWh()).isCloseTo(5000 + 1900, within(1e-9));
    assertThat(battery.lossW()).isCloseTo(100, within(1e-9));
    battery.step(3600, -1800);
    assertThat(battery.storedWh()).isCloseTo(4900, within(1e-9));
    assertThat(battery.lossW()).isCloseTo(200, within(1e-9));
  }

  @Test
  void powerAndEnergyLimitsHold() {
    BatteryModel battery = new BatteryModel(DESIGN, 50);
    battery.step(60, 9000);
    assertThat(battery.powerW()).isEqualTo(5000);
    battery.step(60, -9000);
    assertThat(battery.powerW()).isEqualTo(-4000);
    for (int hour = 0; hour < 5; hour++) {
      battery.step(3600, 5000);
    }
    assertThat(battery.stateOfChargePercent()).isCloseTo(100, within(1e-9));
    assertThat(battery.powerW()).isCloseTo(0, within(1e-9));
    for (int hour = 0; hour < 5; hour++) {
      battery.step(3600, -4000);
    }
    assertThat(battery.stateOfChargePercent()).isCloseTo(10, within(1e-9));
    assertThat(battery.powerW()).isCloseTo(0, within(1e-9));
  }

  @Test
  void lyingStillItLosesItsShareOfADay() {
    var design = new BatteryModel.Design(10_000, 5000, 5000, 0.95, 0.95, 0, 0.01);
    BatteryModel battery = new BatteryModel(design, 100);
    for (int minute = 0; minute < 1440; minute++) {
      battery.step(60, 0);
    }
    assertThat(battery.storedWh()).isCloseTo(9900, within(1e-6));
  }

  @Test
  void theEnergyOfAYearClosesToABillionth() {
    Random random = new Random(3);
    BatteryModel battery = new BatteryModel(BatteryModel.Design.lithium(10_000, 5000), 40);
    EnergyBook book = new EnergyBook(battery.storedWh());
    for (int minute = 0; minute < 365 * 1440; minute++) {
      battery.step(60, 6000 * Math.sin(minute / 300.0) + 500 * random.nextGaussian());
      book.in(battery.powerW() / 60);
      book.out(battery.lossW() / 60);
      assertThat(battery.lossW()).isGreaterThanOrEqualTo(-1e-6);
      assertThat(battery.stateOfChargePercent()).isBetween(0.0, 100.0);
    }
    book.closes(battery.storedWh());
    assertThat(battery.fullCycles()).isGreaterThan(100);
  }

  @Test
  void anEfficiencyAboveOneIsRefused() {
    assertThatThrownBy(() -> new BatteryModel.Design(10_000, 5000, 5000, 95, 0.95, 0, 0))
        .isInstanceOf(InvalidModel.class)
        .hasMessageContaining("chargeEfficiency is 95.0");
  }
}
