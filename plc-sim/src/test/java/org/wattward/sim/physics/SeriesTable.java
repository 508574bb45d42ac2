package org.wattward.sim.physics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A CSV file of series over one time axis: a first column of times, the others numbers. */
final class SeriesTable {
  private static final DateTimeFormatter SIMBENCH = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");
  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[XXX]");

  private static final ZoneId GERMANY = ZoneId.of("Europe/Berlin");

  private final Map<String, TimeSeries> columns;

  private SeriesTable(Map<String, TimeSeries> columns) {
    this.columns = columns;
  }

  /**
   * Profiles of SimBench: semicolons, German dates, and German civil time, in which an hour is
   * missing in spring and stands twice in autumn.
   */
  public static SeriesTable simBench(InputStream csv) {
    Times germanTimes =
        (text, before) -> {
          ZonedDateTime time = LocalDateTime.parse(text, SIMBENCH).atZone(GERMANY);
          return time.toInstant().isAfter(before)
              ? time.toInstant()
              : time.withLaterOffsetAtOverlap().toInstant();
        };
    return read(csv, ";", germanTimes, Duration.ZERO);
  }

  /** Commas and times like {@code 2020-01-01 00:00:00}, UTC unless an offset is given. */
  public static SeriesTable iso(InputStream csv) {
    return isoWithGaps(csv, Duration.ZERO);
  }

  /**
   * The same with lines missing; what is missing is put on the straight line between its
   * neighbours.
   *
   * @param mostMissing the longest gap to be filled so
   */
  public static SeriesTable isoWithGaps(InputStream csv, Duration mostMissing) {
    return read(csv, ",", (text, _) -> isoTime(text), mostMissing);
  }

  /**
   * The same for a year put together of months of many years, of 365 days whatever year its lines
   * are stamped with; it is given the year 2019, which has no 29 February.
   */
  public static SeriesTable typicalYear(InputStream csv) {
    return read(csv, ",", (text, _) -> isoTime("2019" + text.substring(4)), Duration.ZERO);
  }

  private static Instant isoTime(String text) {
    return switch (PLAIN.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case Object other -> throw new DateTimeException("Not a time: " + other);
    };
  }

  private static SeriesTable read(
      InputStream csv, String separator, Times parseTime, Duration mostMissing) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
      String header = reader.readLine();
      if (header == null) {
        throw new InvalidModel("The table is empty; it needs a header line.");
      }
      String[] names = header.split(separator, -1);
      Columns columns = new Columns(names.length - 1);
      List<Instant> times = new ArrayList<>();
      int number = 1;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          String[] cells = line.split(separator, -1);
          if (cells.length != names.length) {
            throw new InvalidModel(
                "Line %d has %d cells where the header has %d."
                    .formatted(number, cells.length, names.length));
          }
          Instant before = times.isEmpty() ? Instant.MIN : times.getLast();
          times.add(time(cells[0], number, before, parseTime));
          columns.add(cells, number);
        }
      }
      return new SeriesTable(columns.series(names, times, mostMissing));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** How a file writes its times. */
  private interface Times {
    Instant parse(String text, Instant before);
  }

  private static Instant time(String cell, int line, Instant before, Times parseTime) {
    try {
      return parseTime.parse(cell, before);
    } catch (DateTimeException problem) {
      throw new InvalidModel("Line %d begins with %s, which is no time.".formatted(line, cell));
    }
  }

  /** Growing columns of numbers. */
  private static final class Columns {
    private final List<double[]> rows = new ArrayList<>();
    private final int width;

    Columns(int width) {
      this.width = width;
    }

    void add(String[] cells, int line) {
      double[] row = new double[width];
      for (int column = 0; column < width; column++) {
        try {
          row[column] = Double.parseDouble(cells[column + 1]);
        } catch (NumberFormatException problem) {
          throw new InvalidModel(
              "Line %d, cell %d is %s, which is no number."
                  .formatted(line, column + 2, cells[column + 1]));
        }
      }
      rows.add(row);
    }

    Map<String, TimeSeries> series(String[] names, List<Instant> times, Duration mostMissing) {
      if (times.size() < 2) {
        throw new InvalidModel("The table has %d lines; it needs two.".formatted(times.size()));
      }
      Duration step = Duration.between(times.get(0), times.get(1));
      List<double[]> filled = new ArrayList<>();
      filled.add(rows.getFirst());
      for (int index = 1; index < times.size(); index++) {
        Duration distance = Duration.between(times.get(index - 1), times.get(index));
        long steps = step.isPositive() ? distance.dividedBy(step) : 0;
        if (steps < 1
            || !step.multipliedBy(steps).equals(distance)
            || distance.minus(step).compareTo(mostMissing) > 0) {
          throw new InvalidModel(
              "At %s the distance of times is %s, elsewhere %s. Maybe a line is missing."
                  .formatted(times.get(index), distance, step));
        }
        for (int part = 1; part <= steps; part++) {
          filled.add(between(rows.get(index - 1), rows.get(index), (double) part / steps));
        }
      }
      Map<String, TimeSeries> series = new LinkedHashMap<>();
      for (int column = 0; column < width; column++) {
        double[] values = new double[filled.size()];
        for (int index = 0; index < values.length; index++) {
          values[index] = filled.get(index)[column];
        }
        series.put(names[column + 1], new TimeSeries(times.getFirst(), step, values));
      }
      return series;
    }

    private double[] between(double[] left, double[] right, double share) {
      if (share == 1) {
        return right;
      }
      double[] row = new double[width];
      for (int column = 0; column < width; column++) {
        row[column] = left[column] + share * (right[column] - left[column]);
      }
      return row;
    }
  }

  /** The names of the columns. */
  public Set<String> names() {
    return columns.keySet();
  }

  /** One column. */
  public TimeSeries series(String name) {
    TimeSeries series = columns.get(name);
    if (series == null) {
      throw new InvalidModel(
          "The table has no column %s; it has %s."
              .formatted(name, new TreeSet<>(columns.keySet())));
    }
    return series;
  }
}
