package org.wattward.sim.district;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.wattward.devices.WattwardException;

/** The connections and PV plants of SimBench's grid 1-LV-rural1 with their year of profiles. */
final class SimBench {
  private static final double QUARTER_HOUR_S = 900;
  private static final double W_PER_MW = 1e6;

  private final SequencedMap<String, Load> loads;
  private final SequencedMap<String, Plant> plants;

  private SimBench(Map<String, Load> loads, Map<String, Plant> plants) {
    this.loads = new TreeMap<>(loads);
    this.plants = new TreeMap<>(plants);
  }

  /** A connection: its active and reactive power over the year. */
  record Load(double ratedW, YearSeries activeShare, double ratedVar, YearSeries reactiveShare) {
    double activeW(YearPosition at) {
      return ratedW * activeShare.at(at.localS());
    }

    double reactiveVar(YearPosition at) {
      return ratedVar * reactiveShare.at(at.localS());
    }
  }

  /** A PV plant: the share of its rated power that the sun offers over the year. */
  record Plant(YearSeries share) {
    double shareAt(YearPosition at) {
      return Math.clamp(share.at(at.cetS()), 0, 1);
    }
  }

  static SimBench read() {
    return new SimBench(readLoads(), readPlants());
  }

  private static Map<String, Load> readLoads() {
    CsvTable table = CsvTable.read("simbench/Load.csv", ";", 0);
    CsvTable profiles = CsvTable.read("simbench/LoadProfile.csv.gz", ";", 0);
    Map<String, YearSeries> series = series(profiles);
    Map<String, Load> loads = new HashMap<>();
    for (String[] row : table.rows()) {
      String profile = row[table.column("profile")];
      loads.put(
          busId(row[table.column("node")]),
          new Load(
              Double.parseDouble(row[table.column("pLoad")]) * W_PER_MW,
              profile(series, profile + "_pload"),
              Double.parseDouble(row[table.column("qLoad")]) * W_PER_MW,
              profile(series, profile + "_qload")));
    }
    return loads;
  }

  private static Map<String, Plant> readPlants() {
    CsvTable table = CsvTable.read("simbench/RES.csv", ";", 0);
    Map<String, YearSeries> series = series(CsvTable.read("simbench/RESProfile.csv.gz", ";", 0));
    Map<String, Plant> plants = new HashMap<>();
    for (String[] row : table.rows()) {
      plants.put(
          busId(row[table.column("node")]),
          new Plant(profile(series, row[table.column("profile")])));
    }
    return plants;
  }

  private static YearSeries profile(Map<String, YearSeries> series, String name) {
    YearSeries found = series.get(name);
    if (found == null) {
      throw new WattwardException("The grid's data has no profile %s.".formatted(name));
    }
    return found;
  }

  private static Map<String, YearSeries> series(CsvTable table) {
    Map<String, YearSeries> series = new HashMap<>();
    table.columns().stream()
        .skip(1)
        .forEach(name -> series.put(name, new YearSeries(table.numbers(name), QUARTER_HOUR_S)));
    return series;
  }

  /** {@code LV1.101 Bus 7} is {@code bus-07} in the site file. */
  private static String busId(String node) {
    int number = Integer.parseInt(node.substring(node.lastIndexOf(' ') + 1));
    return String.format(Locale.ROOT, "bus-%02d", number);
  }

  /**
   * The connection at a bus, or for a bus of another grid one that follows from a name.
   *
   * @param name the device's id
   */
  Load load(String bus, String name) {
    return chosen(loads, bus, name);
  }

  /** The PV plant at a bus, or for a bus of another grid one that follows from a name. */
  Plant plant(String bus, String name) {
    return chosen(plants, bus, name);
  }

  private static <T> T chosen(SequencedMap<String, T> all, String bus, String name) {
    T known = all.get(bus);
    return known != null
        ? known
        : List.copyOf(all.values()).get(Math.floorMod(name.hashCode(), all.size()));
  }
}
