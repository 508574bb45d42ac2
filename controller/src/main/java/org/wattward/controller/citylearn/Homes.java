package org.wattward.controller.citylearn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wattward.devices.WattwardException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The measured homes of a CityLearn data set, hour by hour. Immutable. */
public final class Homes {
  private static final int MOST_HOMES = 200;
  private static final double USUAL_PV_KW = 4;
  private final List<Home> homes;
  private final double[] hour;
  private final double[] price;
  private final double[] kgPerKwh;

  /** A home: its number in the data set, and its net load without storage. */
  static final class Home {
    final int number;
    private final double[] loadKwh;
    private final double[] sunKwh;

    private Home(int number, double[] loadKwh, double[] sunKwh) {
      this.number = number;
      this.loadKwh = loadKwh;
      this.sunKwh = sunKwh;
    }

    double sunKwh(int at) {
      return sunKwh[at];
    }

    double netKwh(int at) {
      return loadKwh[at] - sunKwh[at];
    }
  }

  private Homes(List<Home> homes, double[] hour, double[] price, double[] kgPerKwh) {
    this.homes = List.copyOf(homes);
    this.hour = hour;
    this.price = price;
    this.kgPerKwh = kgPerKwh;
  }

  /**
   * Reads {@code Building_N.csv}, {@code pricing.csv}, {@code carbon_intensity.csv} and {@code
   * schema.json} of a directory; all homes that are there.
   *
   * @throws WattwardException when a file is missing or makes no sense
   */
  public static Homes read(Path directory) {
    JsonNode schema = schema(directory);
    List<Home> homes = new ArrayList<>();
    double[] hour = new double[0];
    for (int number = 1; number <= MOST_HOMES; number++) {
      Path file = directory.resolve("Building_%d.csv".formatted(number));
      if (Files.isRegularFile(file)) {
        List<String[]> rows = rows(file);
        hour = column(file, rows, "hour");
        homes.add(home(number, file, rows, schema));
      }
    }
    if (homes.isEmpty()) {
      throw new WattwardException(
          "%s has no Building_1.csv. Give the folder of CityLearn's data set citylearn_challenge_2022_phase_all with --data."
              .formatted(directory));
    }
    Path prices = directory.resolve("pricing.csv");
    Path carbon = directory.resolve("carbon_intensity.csv");
    return new Homes(
        homes,
        hour,
        sameLength(prices, column(prices, rows(prices), "electricity_pricing"), hour.length),
        sameLength(carbon, column(carbon, rows(carbon), "carbon_intensity"), hour.length));
  }

  private static Home home(int number, Path file, List<String[]> rows, JsonNode schema) {
    JsonNode pv =
        schema
            .path("buildings")
            .path("Building_" + number)
            .path("pv")
            .path("attributes")
            .path("nominal_power");
    double ratedKw = pv.isNumber() ? pv.asDouble() : USUAL_PV_KW;
    double[] sun = column(file, rows, "solar_generation");
    for (int i = 0; i < sun.length; i++) {
      sun[i] *= ratedKw / 1000;
    }
    return new Home(number, column(file, rows, "non_shiftable_load"), sun);
  }

  private static JsonNode schema(Path directory) {
    Path file = directory.resolve("schema.json");
    try {
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new WattwardException(
          "%s cannot be read. It tells each home's rated PV power.".formatted(file), e);
    }
  }

  private static List<String[]> rows(Path file) {
    try {
      return Files.readAllLines(file).stream().map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new WattwardException("%s cannot be read.".formatted(file), e);
    }
  }

  private static double[] column(Path file, List<String[]> rows, String name) {
    int index = Arrays.asList(rows.getFirst()).indexOf(name);
    if (index < 0) {
      throw new WattwardException("%s has no column %s.".formatted(file, name));
    }
    double[] values = new double[rows.size() - 1];
    for (int row = 1; row < rows.size(); row++) {
      String cell = rows.get(row)[index];
      try {
        values[row - 1] = Double.parseDouble(cell);
      } catch (NumberFormatException e) {
        throw new WattwardException(
            "%s, line %d: %s is \"%s\", which is no number.".formatted(file, row + 1, name, cell),
            e);
      }
    }
    return values;
  }

  private static double[] sameLength(Path file, double[] values, int hours) {
    if (values.length != hours) {
      throw new WattwardException(
          "%s has %d hours and the homes have %d.".formatted(file, values.length, hours));
    }
    return values;
  }

  /** The first hours only. */
  Homes first(int hours) {
    return new Homes(homes, Arrays.copyOf(hour, hours), price, kgPerKwh);
  }

  List<Home> list() {
    return homes;
  }

  /** How many homes. */
  public int size() {
    return homes.size();
  }

  /** How many hours. */
  public int hours() {
    return hour.length;
  }

  /** The hour of the day as the data set counts it, 1 to 24. */
  int hourOfDay(int at) {
    return (int) hour[at];
  }

  double price(int at) {
    return price[at];
  }

  double kgPerKwh(int at) {
    return kgPerKwh[at];
  }
}
