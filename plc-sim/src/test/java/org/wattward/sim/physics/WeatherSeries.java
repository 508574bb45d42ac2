package org.wattward.sim.physics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A year of weather at a place.
 *
 * @param latitudeDeg north positive
 * @param longitudeDeg east positive
 * @param temperatureC outdoor air
 * @param globalWPerM2 irradiance on the horizontal
 * @param diffuseWPerM2 its diffuse part
 * @param windMPerS wind speed
 */
record WeatherSeries(
    double latitudeDeg,
    double longitudeDeg,
    TimeSeries temperatureC,
    TimeSeries globalWPerM2,
    TimeSeries diffuseWPerM2,
    TimeSeries windMPerS) {

  /**
   * PVGIS takes its radiation from satellite images that look at Germany about this long after the
   * full hour the line is stamped with; the centre of the measured day agrees with it.
   */
  private static final Duration PVGIS_IMAGE_DELAY = Duration.ofSeconds(634);

  /** The weather at a time, linear between the series' moments. */
  public Weather at(Instant time) {
    return new Weather(
        temperatureC.linearAt(time),
        globalWPerM2.linearAt(time),
        diffuseWPerM2.linearAt(time),
        windMPerS.linearAt(time));
  }

  /** Where the sun stands here. */
  public SunPosition sunAt(Instant time) {
    return SunPosition.at(time, latitudeDeg, longitudeDeg);
  }

  /** A typical meteorological year of PVGIS as a plain table. */
  public static WeatherSeries pvgis(InputStream csv, double latitudeDeg, double longitudeDeg) {
    SeriesTable table = SeriesTable.typicalYear(csv);
    return new WeatherSeries(
        latitudeDeg,
        longitudeDeg,
        table.series("temperature_C"),
        delayed(table.series("ghi_W_m2")),
        delayed(table.series("dhi_W_m2")),
        table.series("wind_speed_m_s"));
  }

  private static TimeSeries delayed(TimeSeries series) {
    double[] values = new double[series.size()];
    for (int index = 0; index < values.length; index++) {
      values[index] = series.value(index);
    }
    return new TimeSeries(series.start().plus(PVGIS_IMAGE_DELAY), series.step(), values);
  }

  /**
   * Measurements of the German weather service at 15 min: a line of names and one of the place,
   * then year, month, day, hour, minute, temperature, pressure, wind direction and speed, diffuse
   * and global irradiance. Times are UTC and taken as the values' instants: the centre of the
   * measured days then lies two minutes from true noon.
   */
  public static WeatherSeries dwd(InputStream csv) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
      List<double[]> rows = new ArrayList<>();
      double[] place = {0, 0};
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String[] cells = line.split(",", -1);
        if (number == 2) {
          place = new double[] {number(cells, 2, number), number(cells, 1, number)};
        } else if (number > 3 && !line.isBlank()) {
          rows.add(row(cells, number));
        }
      }
      return dwd(rows, place);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static double[] row(String[] cells, int line) {
    double[] row = new double[11];
    for (int cell = 0; cell < row.length; cell++) {
      row[cell] = number(cells, cell, line);
    }
    return row;
  }

  private static double number(String[] cells, int cell, int line) {
    try {
      return Double.parseDouble(cells[cell]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException problem) {
      throw new InvalidModel(
          "Line %d of the weather has no number in cell %d.".formatted(line, cell + 1));
    }
  }

  private static WeatherSeries dwd(List<double[]> rows, double[] place) {
    if (rows.size() < 2) {
      throw new InvalidModel("The weather has %d lines; it needs two.".formatted(rows.size()));
    }
    Instant start = time(rows.get(0));
    Duration step = Duration.between(start, time(rows.get(1)));
    return new WeatherSeries(
        place[0],
        place[1],
        column(rows, 5, start, step),
        column(rows, 10, start, step),
        column(rows, 9, start, step),
        column(rows, 8, start, step));
  }

  private static Instant time(double[] row) {
    return LocalDateTime.of((int) row[0], (int) row[1], (int) row[2], (int) row[3], (int) row[4])
        .toInstant(ZoneOffset.UTC);
  }

  private static TimeSeries column(List<double[]> rows, int column, Instant start, Duration step) {
    double[] values = new double[rows.size()];
    for (int index = 0; index < values.length; index++) {
      Instant expected = time(rows.get(0)).plus(step.multipliedBy(index));
      if (!time(rows.get(index)).equals(expected)) {
        throw new InvalidModel(
            "The weather jumps at %s; %s was expected. Maybe a line is missing."
                .formatted(time(rows.get(index)), expected));
      }
      values[index] = rows.get(index)[column];
    }
    return new TimeSeries(start, step, values);
  }
}
