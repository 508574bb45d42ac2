package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final String SIMBENCH = "data/simbench_1-LV-rural1--0-no_sw/";

  @Test
  void theDuesseldorfWeatherIsRead() throws IOException {
    WeatherSeries weather;
    try (InputStream in = open("data/weather/dwd_duesseldorf_2024_15min.csv")) {
      weather = WeatherSeries.dwd(in);
    }
    assertThat(weather.latitudeDeg()).isEqualTo(51.296);
    assertThat(weather.temperatureC().size()).isEqualTo(35_136);
    assertThat(weather.temperatureC().at(Instant.parse("2024-01-01T00:15:00Z"))).isEqualTo(9.05);
    assertThat(weather.at(Instant.parse("2024-01-01T14:00:00Z")).globalWPerM2())
        .isCloseTo(78.33333333, within(1e-9));
    assertThat(weather.at(Instant.parse("2024-01-01T14:07:30Z")).globalWPerM2())
        .isCloseTo((78.33333333 + 61.66666667) / 2, within(1e-9));
    assertThat(sumKwh(weather.globalWPerM2(), 0.25)).isCloseTo(989.935, within(0.01));
  }

  /** The measured day lies around true noon, so the stamps are read as what they are. */
  @Test
  void theCentreOfTheMeasuredDaysIsTrueNoon() throws IOException {
    WeatherSeries duesseldorf;
    try (InputStream in = open("data/weather/dwd_duesseldorf_2024_15min.csv")) {
      duesseldorf = WeatherSeries.dwd(in);
    }
    WeatherSeries dresden;
    try (InputStream in = open("data/flixopt_2020/tmy_dresden.csv")) {
      dresden = WeatherSeries.pvgis(in, 51.05, 13.74);
    }
    for (WeatherSeries weather : new WeatherSeries[] {duesseldorf, dresden}) {
      // Three minutes for what the equation of time leaves, weighted with a year's light.
      double noonH = 12 - weather.longitudeDeg() / 15;
      assertThat(centreH(weather.globalWPerM2())).isCloseTo(noonH, within(0.05 + 0.05));
    }
  }

  private static double centreH(TimeSeries series) {
    double sum = 0;
    double weighted = 0;
    for (int index = 0; index < series.size(); index++) {
      Instant at = series.start().plus(series.step().multipliedBy(index));
      sum += series.value(index);
      weighted += series.value(index) * (at.getEpochSecond() % 86_400 / 3600.0);
    }
    return weighted / sum;
  }

  @Test
  void theProfilesOfSimBenchAreRead() throws IOException {
    try (InputStream in = open(SIMBENCH + "LoadProfile.csv")) {
      SeriesTable table = SeriesTable.simBench(in);
      TimeSeries home = table.series("H0-A_pload");
      assertThat(home.size()).isEqualTo(35_136);
      assertThat(home.at(Instant.parse("2015-12-31T23:00:00Z"))).isEqualTo(0.276685);
      assertThat(home.at(Instant.parse("2015-12-31T23:15:00Z"))).isEqualTo(0.066011);
      // Summer time begins on 27 March and ends on 30 October: no step is lost or doubled.
      assertThat(home.at(Instant.parse("2016-12-31T22:45:00Z")))
          .isEqualTo(home.value(home.size() - 1));
      assertThatThrownBy(() -> table.series("H0-Z_pload"))
          .isInstanceOf(InvalidModel.class)
          .hasMessageContaining("H0-A_pload");
    }
  }

  @Test
  void theGermanPricesAreRead() throws IOException {
    try (InputStream in = open("data/flixopt_2020/electricity_prices_de_2020.csv")) {
      TimeSeries price = SeriesTable.isoWithGaps(in, Duration.ofHours(2)).series("price_eur_mwh");
      // 6,573 lines; two hours of 29 March are missing.
      assertThat(price.size()).isEqualTo(6575);
      assertThat(price.at(Instant.parse("2020-03-29T02:00:00Z")))
          .isCloseTo(6.6 + (0.08 - 6.6) / 3, within(1e-9));
      assertThat(price.at(Instant.parse("2020-01-01T01:30:00Z"))).isEqualTo(36.55);
      int negative = 0;
      for (int index = 0; index < price.size(); index++) {
        negative += price.value(index) < 0 ? 1 : 0;
      }
      assertThat(negative).isEqualTo(246);
    }
  }

  @Test
  void anotherYearHasTheSameMomentsOfItsYear() {
    double[] hours = new double[8760];
    for (int hour = 0; hour < hours.length; hour++) {
      hours[hour] = hour;
    }
    TimeSeries series =
        TimeSeries.of(Instant.parse("2019-01-01T00:00:00Z"), Duration.ofHours(1), hours);
    assertThat(series.at(Instant.parse("2019-03-05T07:59:59Z"))).isEqualTo(63 * 24 + 7);
    assertThat(series.at(Instant.parse("2026-03-05T07:00:00Z"))).isEqualTo(63 * 24 + 7);
    assertThat(series.linearAt(Instant.parse("2026-01-01T00:30:00Z"))).isEqualTo(0.5);
    assertThat(series.linearAt(Instant.parse("2026-12-31T23:30:00Z"))).isEqualTo(8759 / 2.0);
    assertThat(series.at(Instant.parse("2028-12-31T05:00:00Z"))).isEqualTo(5);
  }

  @Test
  void aSeriesThatBeginsBeforeTheYearIsFoundInOtherYearsToo() {
    double[] hours = new double[8784];
    for (int hour = 0; hour < hours.length; hour++) {
      hours[hour] = hour;
    }
    TimeSeries series =
        TimeSeries.of(Instant.parse("2015-12-31T23:00:00Z"), Duration.ofHours(1), hours);
    assertThat(series.at(Instant.parse("2016-01-01T00:00:00Z"))).isEqualTo(1);
    assertThat(series.at(Instant.parse("2025-01-01T00:00:00Z"))).isEqualTo(1);
    assertThat(series.at(Instant.parse("2024-12-31T23:00:00Z"))).isEqualTo(0);
  }

  @Test
  void aGapOrAWordIsNamedWithItsPlace() {
    assertThatThrownBy(() ->
            iso("time,x\n2020-01-01 00:00:00,1\n2020-01-01 01:00:00,2\n2020-01-01 03:00:00,3\n"))
        .isInstanceOf(InvalidModel.class)
        .hasMessageContaining("2020-01-01T03:00:00Z");
    assertThatThrownBy(() -> iso("time,x\n2020-01-01 00:00:00,one\n"))
        .hasMessageContaining("Line 2, cell 2 is one");
    assertThatThrownBy(() -> iso("time,x\nyesterday,1\n")).hasMessageContaining("yesterday");
    assertThatThrownBy(() -> iso("")).hasMessageContaining("empty");
  }

  private static SeriesTable iso(String text) {
    return SeriesTable.iso(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static InputStream open(String name) throws IOException {
    return Files.newInputStream(ReferenceFolder.file(name));
  }

  private static double sumKwh(TimeSeries series, double hours) {
    double sum = 0;
    for (int index = 0; index < series.size(); index++) {
      sum += series.value(index) * hours / 1000;
    }
    return sum;
  }
}
