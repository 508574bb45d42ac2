package org.wattward.sim.district;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.ToDoubleFunction;
import net.e175.klaus.solarpositioning.Grena3;
import net.e175.klaus.solarpositioning.SolarPosition;

/** A measured year of weather: Duesseldorf 2024, Deutscher Wetterdienst. */
final class WeatherYear {
  /** Daylight per irradiance, lm/W: usual values are 100 to 120. */
  private static final double LUMEN_PER_W = 110;

  /** TT minus UTC in this decade; a minute of it moves the sun by nothing that matters here. */
  private static final double DELTA_T_S = 69;

  /** Of the weather station at the airport. */
  private static final double STATION_LATITUDE_DEG = 51.296;

  private static final double STATION_LONGITUDE_DEG = 6.7686;

  private final YearSeries outdoorC;
  private final YearSeries globalWPerM2;
  private final YearSeries diffuseWPerM2;
  private final YearSeries windMPerS;
  private final double latitudeDeg;
  private final double longitudeDeg;

  private final ToDoubleFunction<Instant> warmerK;

  private WeatherYear(CsvTable table) {
    this.warmerK = _ -> 0;
    double quarterHourS = 900;
    this.outdoorC = new YearSeries(table.numbers("temperature"), quarterHourS);
    this.globalWPerM2 = new YearSeries(table.numbers("global_irradiance"), quarterHourS);
    this.diffuseWPerM2 = new YearSeries(table.numbers("diffuse_irradiance"), quarterHourS);
    this.windMPerS = new YearSeries(table.numbers("wind_speed"), quarterHourS);
    this.latitudeDeg = STATION_LATITUDE_DEG;
    this.longitudeDeg = STATION_LONGITUDE_DEG;
  }

  private WeatherYear(
      WeatherYear other,
      double latitudeDeg,
      double longitudeDeg,
      ToDoubleFunction<Instant> warmerK) {
    this.warmerK = warmerK;
    this.outdoorC = other.outdoorC;
    this.globalWPerM2 = other.globalWPerM2;
    this.diffuseWPerM2 = other.diffuseWPerM2;
    this.windMPerS = other.windMPerS;
    this.latitudeDeg = latitudeDeg;
    this.longitudeDeg = longitudeDeg;
  }

  /** That year as it was measured, where it was. */
  static WeatherYear duesseldorf() {
    return new WeatherYear(CsvTable.read("weather/dwd_duesseldorf_2024_15min.csv.gz", ",", 2));
  }

  /**
   * That year at another place.
   *
   * @param warmer by how much the air is to be warmer than it was then, in kelvin
   */
  WeatherYear seenFrom(double latitude, double longitude, ToDoubleFunction<Instant> warmer) {
    return new WeatherYear(this, latitude, longitude, warmer);
  }

  Weather at(Instant instant, YearPosition position) {
    double second = position.utcS();
    SolarPosition sun = sun(instant);
    double elevationDeg = 90 - sun.zenithAngle();
    double globalW = Math.max(0, globalWPerM2.at(second));
    return new Weather(
        outdoorC.at(second) + warmerK.applyAsDouble(instant),
        globalW,
        Math.clamp(diffuseWPerM2.at(second), 0, globalW),
        Math.max(0, windMPerS.at(second)),
        Math.max(globalW * LUMEN_PER_W, twilightLx(elevationDeg)),
        elevationDeg,
        sun.azimuth());
  }

  private SolarPosition sun(Instant instant) {
    return Grena3.calculateSolarPosition(
        instant.atZone(ZoneOffset.UTC), latitudeDeg, longitudeDeg, DELTA_T_S);
  }

  /**
   * Light of a clear sky when the sun is low: about 400 lx at the horizon, 3.4 lx at the end of
   * civil and 0.008 lx at the end of nautical twilight, straight lines in between on the
   * logarithmic scale; never less than a starry night's 0.001 lx.
   */
  private static double twilightLx(double elevationDeg) {
    double exponent =
        elevationDeg > -6
            ? 2.6 + Math.min(0, elevationDeg) / 6 * 2.07
            : 0.53 + (elevationDeg + 6) / 6 * 2.63;
    return Math.max(0.001, Math.pow(10, exponent));
  }
}
