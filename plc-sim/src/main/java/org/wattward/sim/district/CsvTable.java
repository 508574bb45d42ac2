package org.wattward.sim.district;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.wattward.devices.WattwardException;

/**
 * A table of the demonstration's data: the first line names the columns.
 *
 * @param file its name, for messages
 * @param columns the columns' names
 * @param rows the rows, each with as many cells
 */
record CsvTable(String file, List<String> columns, List<String[]> rows) {
  private static final String FOLDER = "/org/wattward/sim/demo/";

  /**
   * Reads a resource.
   *
   * @param file its path in the demonstration's folder; unpacked when it ends with {@code .gz}
   * @param separator what stands between cells
   * @param skipLines lines before the one with the names
   */
  static CsvTable read(String file, String separator, int skipLines) {
    try (InputStream raw = CsvTable.class.getResourceAsStream(FOLDER + file)) {
      if (raw == null) {
        throw new WattwardException(
            "The demonstration's data %s is not on the class path.".formatted(file));
      }
      InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<String[]> rows = new ArrayList<>();
      reader.lines().skip(skipLines).map(line -> line.split(separator, -1)).forEach(rows::add);
      return new CsvTable(file, List.of(rows.removeFirst()), List.copyOf(rows));
    } catch (IOException e) {
      throw new WattwardException("The demonstration's data %s cannot be read.".formatted(file), e);
    }
  }

  /** The index of a column. */
  int column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new WattwardException(
          "The demonstration's data %s has no column %s, only %s.".formatted(file, name, columns));
    }
    return index;
  }

  /** A column of numbers. */
  double[] numbers(String name) {
    int index = column(name);
    return rows.stream().mapToDouble(row -> Double.parseDouble(row[index])).toArray();
  }
}
