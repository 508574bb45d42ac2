package org.wattward.devices.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random grid of a 20/0.4 kV transformer and low-voltage lines behind it, with loads. */
final class RandomGrid {
  private final GridModel grid;
  private final double[] powerW;
  private final double[] reactivePowerVar;

  private RandomGrid(GridModel grid, double[] powerW, double[] reactivePowerVar) {
    this.grid = grid;
    this.powerW = powerW;
    this.reactivePowerVar = reactivePowerVar;
  }

  GridModel grid() {
    return grid;
  }

  /** A tree; each bus hangs on one of the few before it, so that feeders are long. */
  static RandomGrid radial(Random random, int buses) {
    return make(random, buses, 0);
  }

  /** A tree with some lines more. */
  static RandomGrid make(Random random, int buses, int extraLines) {
    List<Bus> all = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    all.add(Bus.slack("mv", 20e3, 0.98 + 0.06 * random.nextDouble()));
    all.add(Bus.of("b1", 400));
    for (int bus = 2; bus < buses; bus++) {
      all.add(Bus.of("b" + bus, 400));
      int before = Math.max(1, bus - 1 - random.nextInt(4));
      lines.add(line(random, before, bus));
    }
    for (int extra = 0; extra < extraLines; extra++) {
      int from = 1 + random.nextInt(buses - 2);
      lines.add(line(random, from, from + 1 + random.nextInt(buses - 1 - from), "x" + extra));
    }
    double ratedVa = 160e3 + random.nextInt(5) * 120e3;
    Transformer transformer =
        new Transformer(
            "t",
            "mv",
            "b1",
            new Transformer.NamePlate(
                ratedVa, 20e3, 400, 4 + 2 * random.nextDouble(), 0.012 * ratedVa, 460, 0.4),
            random.nextInt(5) - 2,
            2.5,
            0,
            true);
    double[] powerW = new double[buses];
    double[] reactiveVar = new double[buses];
    for (int bus = 2; bus < buses; bus++) {
      powerW[bus] = 200 + 3000 * random.nextDouble();
      reactiveVar[bus] = powerW[bus] * 0.4 * random.nextDouble();
    }
    GridModel grid = GridModel.of(all, lines, List.of(transformer), List.of());
    return new RandomGrid(grid, powerW, reactiveVar);
  }

  private static Line line(Random random, int from, int to) {
    return line(random, from, to, "l" + to);
  }

  private static Line line(Random random, int from, int to, String id) {
    double km = 0.01 + 0.05 * random.nextDouble();
    // NAYY 4x150: 0.2067 ohm/km, 0.0804 ohm/km; NAYY 4x50: 0.6417 ohm/km, 0.0848 ohm/km.
    boolean thick = random.nextBoolean();
    return new Line(
        id,
        "b" + from,
        "b" + to,
        (thick ? 0.2067 : 0.6417) * km,
        (thick ? 0.0804 : 0.0848) * km,
        260e-6 * km,
        thick ? 270 : 142,
        true,
        true);
  }

  BusLoads consumption(double factor) {
    BusLoads loads = new BusLoads(grid);
    for (int bus = 0; bus < powerW.length; bus++) {
      loads.add(bus, factor * powerW[bus], factor * reactivePowerVar[bus]);
    }
    return loads;
  }

  double sum(BusLoads loads) {
    double sum = 0;
    for (int bus = 0; bus < powerW.length; bus++) {
      sum += loads.powerW(bus);
    }
    return sum;
  }
}
