package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PvModelTest {
  private static final SunPosition NOON = new SunPosition(55, 180);
  private static final Weather CLEAR = new Weather(20, 800, 120, 2);

  /**
   * PVGIS 5 (PV performance tool, crystalline silicon, 14 % loss, free-standing, 35° to the south)
   * gives 1,000 to 1,110 kWh per kWp and year around Dresden, over its radiation data bases and the
   * spread of years. It cannot be asked from a test, so the range is written down here.
   */
  @Test
  void aKilowattInDresdenYieldsWhatPvgisGives() throws IOException {
    WeatherSeries dresden;
    try (InputStream in =
        Files.newInputStream(ReferenceFolder.file("data/flixopt_2020/tmy_dresden.csv"))) {
      dresden = WeatherSeries.pvgis(in, 51.05, 13.74);
    }
    PvModel pv = new PvModel(PvModel.Design.south(1000));
    double yieldKwh = 0;
    double planeKwh = 0;
    Instant start = Instant.parse("2019-01-01T00:00:00Z");
    for (Instant at = start;
        at.isBefore(start.plus(Duration.ofDays(365)));
        at = at.plus(Duration.ofMinutes(15))) {
      SunPosition sun = dresden.sunAt(at);
      Weather weather = dresden.at(at);
      pv.step(sun, weather, 100, 0);
      yieldKwh -= pv.powerW() / 4 / 1000;
      planeKwh += Irradiance.onPlaneWPerM2(sun, weather, 35, 180, false) / 4 / 1000;
    }
    System.out.printf("Dresden: %.1f kWh/kWp from %.1f kWh/m2%n", yieldKwh, planeKwh);
    assertThat(planeKwh).isBetween(1200.0, 1400.0);
    assertThat(yieldKwh).isBetween(1000.0, 1110.0);
  }

  @Test
  void underTestConditionsItGivesItsPeakPowerLessTheLosses() {
    var design = new PvModel.Design(1000, 0, 180, 2000, 0, 0.436);
    PvModel pv = new PvModel(design);
    // 1000 W/m2 of beam straight down and cells at 25 °C.
    double ambientC = 25 - 1000.0 / (26.9 + 6.2);
    pv.step(new SunPosition(90, 180), new Weather(ambientC, 1000, 0, 1), 100, 0);
    assertThat(pv.cellC()).isCloseTo(25, within(1e-9));
    assertThat(pv.powerW()).isCloseTo(-1000, within(1e-6));
  }

  @Test
  void theLimitCutsAndWhatIsCutIsKnown() {
    PvModel pv = new PvModel(PvModel.Design.south(10_000));
    pv.step(NOON, CLEAR, 100, 0);
    double free = -pv.powerW();
    assertThat(pv.curtailedW()).isCloseTo(0, within(1e-9));
    pv.step(NOON, CLEAR, 30, 0);
    assertThat(pv.powerW()).isCloseTo(-3000, within(1e-9));
    assertThat(pv.curtailedW()).isCloseTo(free - 3000, within(1e-9));
  }

  @Test
  void reactivePowerStaysWithinTheInverter() {
    var design = new PvModel.Design(10_000, 35, 180, 8000, 0.1, 0.436);
    PvModel pv = new PvModel(design);
    pv.follow(10_000, 100, 5000);
    assertThat(pv.powerW()).isEqualTo(-8000);
    assertThat(pv.reactivePowerVar()).isZero();
    pv.follow(6000, 100, 5000);
    assertThat(pv.reactivePowerVar()).isCloseTo(0.436 * 8000, within(1e-9));
    pv.follow(7900, 100, -5000);
    assertThat(Math.hypot(pv.powerW(), pv.reactivePowerVar())).isLessThanOrEqualTo(8000 + 1e-9);
    assertThat(pv.reactivePowerVar()).isNegative();
  }

  @Test
  void atNightNothingComes() {
    PvModel pv = new PvModel(PvModel.Design.south(10_000));
    pv.step(new SunPosition(-10, 0), new Weather(5, 0, 0, 1), 100, 0);
    assertThat(pv.powerW()).isZero();
    // Linear weather around sunrise may still hold light while the sun is down.
    pv.step(new SunPosition(-1, 90), new Weather(5, 20, 15, 1), 100, 0);
    assertThat(-pv.powerW()).isBetween(0.0, 200.0);
  }
}
