package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesAndChargersTest {
  @Test
  void aDataCentreGivesWhatIsWantedOrAllItHasAndCoolsTheRest() {
    WasteHeatSource centre = new WasteHeatSource(WasteHeatSource.Design.dataCentre());
    centre.step(1e6, true, 300e3);
    assertThat(centre.availableW()).isEqualTo(850e3);
    assertThat(centre.givenW()).isEqualTo(300e3);
    assertThat(centre.rejectedW()).isEqualTo(550e3);
    assertThat(centre.coolingW()).isCloseTo(55e3, within(1e-9));
    centre.step(1e6, true, 2e6);
    assertThat(centre.givenW()).isEqualTo(850e3);
    assertThat(centre.coolingW()).isZero();
    centre.step(1e6, false, 2e6);
    assertThat(centre.givenW()).isZero();
  }

  @Test
  void theWasteHeatOfAYearClosesToABillionth() {
    Random random = new Random(17);
    var design = WasteHeatSource.Design.dataCentre();
    WasteHeatSource centre = new WasteHeatSource(design);
    EnergyBook book = new EnergyBook(0);
    for (int hour = 0; hour < 8760; hour++) {
      double electricW = 200e3 + random.nextInt(100_000);
      centre.step(electricW, random.nextBoolean(), random.nextInt(400_000));
      book.in(electricW * design.captureShare());
      book.out(centre.givenW());
      book.out(centre.rejectedW());
    }
    book.closes(0);
  }

  @ParameterizedTest(name = "told {0} A at {1} %: {2} W")
  @CsvSource({
    "16, 20, 11040",
    "10, 20, 6900",
    "6, 20, 4140",
    "5.9, 20, 0",
    "32, 20, 11040",
    "16, 90, 5520",
    "0, 20, 0"
  })
  void aCarDrawsWhatItIsToldAndItsBatteryTakes(double limitA, double soc, double powerW) {
    ChargerModel charger = new ChargerModel(ChargerModel.Design.elevenKilowatt());
    charger.plugIn(60_000, soc);
    charger.step(1, limitA);
    assertThat(charger.powerW()).isCloseTo(powerW, within(1e-9));
  }

  @Test
  void withoutACarNothingFlows() {
    ChargerModel charger = new ChargerModel(ChargerModel.Design.elevenKilowatt());
    charger.step(60, 16);
    assertThat(charger.powerW()).isZero();
    charger.plugIn(60_000, 99.999);
    for (int minute = 0; minute < 60; minute++) {
      charger.step(60, 16);
    }
    assertThat(charger.stateOfChargePercent()).isCloseTo(100, within(1e-9));
    assertThat(charger.powerW()).isCloseTo(0, within(1e-6));
    charger.unplug();
    assertThat(charger.powerW()).isZero();
  }

  @Test
  void theChargedEnergyOfAYearClosesToABillionth() {
    Random random = new Random(19);
    ChargerModel charger = new ChargerModel(ChargerModel.Design.elevenKilowatt());
    EnergyBook book = new EnergyBook(0);
    double storedNowWh = 0;
    for (int day = 0; day < 365; day++) {
      charger.plugIn(60_000, 10 + random.nextInt(60));
      book.in(charger.storedWh() - storedNowWh);
      for (int minute = 0; minute < 600; minute++) {
        charger.step(60, random.nextInt(20));
        book.in(charger.powerW() / 60);
        book.out(charger.lossW() / 60);
      }
      storedNowWh = charger.storedWh();
      charger.unplug();
    }
    book.closes(storedNowWh);
  }

  @Test
  void aDayOfHotWaterIsItsProfile() {
    assertThat(DomesticGains.hotWaterWh(LocalTime.MIDNIGHT, 86_400)).isEqualTo(5845);
    double sum = 0;
    for (int minute = 0; minute < 1440; minute++) {
      sum += DomesticGains.hotWaterWh(LocalTime.MIDNIGHT.plusMinutes(minute), 60);
    }
    assertThat(sum).isEqualTo(5845);
    assertThat(DomesticGains.hotWaterWh(LocalTime.of(23, 0), 9 * 3600)).isEqualTo(1610);
  }

  @ParameterizedTest(name = "{0}: {1} W/m2")
  @CsvSource({
    "2025-06-18T06:59, 4",
    "2025-06-18T07:00, 4.5",
    "2025-06-18T18:00, 10.5",
    "2025-06-21T18:00, 12",
    "2025-06-18T23:00, 4"
  })
  void gainsFollowTheHourAndTheDay(LocalDateTime local, double wPerM2) {
    assertThat(DomesticGains.internalW(100, local)).isCloseTo(100 * wPerM2, within(1e-9));
  }

  @Test
  void deepGroundIsSteadyAndShallowGroundFollowsLate() {
    GroundTemperature ground = GroundTemperature.germany();
    Instant winter = Instant.parse("2025-01-31T00:00:00Z");
    Instant summer = Instant.parse("2025-07-31T00:00:00Z");
    assertThat(ground.atC(winter, 0)).isCloseTo(1, within(0.1));
    assertThat(ground.atC(summer, 0)).isCloseTo(19, within(0.1));
    assertThat(ground.atC(winter, 20)).isCloseTo(10, within(0.1));
    assertThat(ground.atC(winter, 1.5)).isBetween(2.0, 10.0);
    // At 3 m the coldest day comes about two months later than at the surface.
    assertThat(ground.atC(Instant.parse("2025-04-10T00:00:00Z"), 3))
        .isLessThan(ground.atC(winter, 3));
  }
}
