package org.wattward.controller.district;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.wattward.devices.network.Bus;
import org.wattward.devices.network.BusLoads;
import org.wattward.devices.network.Coupler;
import org.wattward.devices.network.GridModel;
import org.wattward.devices.network.Line;
import org.wattward.devices.network.Transformer;

/** A published network with its loads, from a table beside the tests. */
record BenchmarkGrid(GridModel grid, BusLoads loads) {
  private static final double FREQUENCY_HZ = 50;

  static BenchmarkGrid read(String name) throws IOException {
    List<Bus> buses = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    List<Transformer> transformers = new ArrayList<>();
    List<Coupler> couplers = new ArrayList<>();
    List<String[]> rows = rows(name);
    for (String[] row : rows) {
      switch (row[0]) {
        case "bus" -> buses.add(bus(row));
        case "line" -> lines.add(line(row));
        case "transformer" -> transformers.add(transformer(row));
        case "coupler" ->
            couplers.add(new Coupler("S" + row[1], row[2], row[3], Boolean.parseBoolean(row[4])));
        default -> throw new AssertionError(row[0]);
      }
    }
    GridModel grid = GridModel.of(buses, lines, transformers, couplers);
    BusLoads loads = new BusLoads(grid);
    for (String[] row : rows) {
      if (row[0].equals("bus")) {
        loads.add(row[1], number(row[3]) * 1e3, number(row[4]) * 1e3);
      }
    }
    return new BenchmarkGrid(grid, loads);
  }

  private static List<String[]> rows(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BenchmarkGrid.class.getResourceAsStream(name + ".csv"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static Bus bus(String[] row) {
    double nominalV = number(row[2]) * 1e3;
    return row[5].isEmpty()
        ? Bus.of(row[1], nominalV)
        : Bus.slack(row[1], nominalV, number(row[5]));
  }

  private static Line line(String[] row) {
    return new Line(
        row[1],
        row[2],
        row[3],
        number(row[4]),
        number(row[5]),
        number(row[6]) * 1e-9 * 2 * Math.PI * FREQUENCY_HZ,
        number(row[7]),
        Boolean.parseBoolean(row[8]),
        Boolean.parseBoolean(row[9]));
  }

  private static Transformer transformer(String[] row) {
    double ratedVa = number(row[4]) * 1e6;
    return new Transformer(
        "T" + row[1],
        row[2],
        row[3],
        new Transformer.NamePlate(
            ratedVa,
            number(row[5]) * 1e3,
            number(row[6]) * 1e3,
            number(row[7]),
            number(row[8]) / 100 * ratedVa,
            0,
            0),
        0,
        0,
        number(row[9]),
        true);
  }
}
