package org.wattward.sim.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;

/**
 * Two weeks of the demonstration district under a fixed hand, held against what they were: who
 * makes the physics faster must not change it. Who changes it on purpose writes the table anew with
 * {@code -Dwattward.books=write} and says why.
 */
class BooksOfAWeekTest {
  private static final String GOLDEN = "books-of-a-week.csv";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MINUTES = 7 * 1440;

  @Test
  void theBooksOfAWinterAndASummerWeekAreWhatTheyWere() throws IOException {
    SortedMap<String, Double> sums = new TreeMap<>();
    live("winter", Instant.parse("2026-01-12T00:00:00Z"), sums);
    live("summer", Instant.parse("2026-06-22T00:00:00Z"), sums);
    if ("write".equals(System.getProperty("wattward.books"))) {
      write(sums);
    }
    Map<String, Double> golden = golden();
    assertThat(sums.keySet()).containsAll(golden.keySet());
    golden.forEach((name, was) -> {
      double now = Objects.requireNonNull(sums.get(name));
      assertThat(now).as(name).isCloseTo(was, within(1e-9 * Math.max(1, Math.abs(was))));
    });
  }

  /** A week in which batteries, heat pumps, waste heat, plants and lights are all moved. */
  private static void live(String name, Instant from, Map<String, Double> sums) {
    DistrictModel district = DemoDistrict.read().model(from, 3);
    for (int minute = 0; minute < MINUTES; minute++) {
      int hour = minute / 60 % 24;
      district.write(PointId.parse("battery-01/powerSetpoint"), 80 * Math.sin(minute / 200.0));
      district.write(PointId.parse("heatpump-03/powerSetpoint"), hour == 12 ? 3000 : 0);
      district.write(PointId.parse("heatpump-01/sgReady"), hour == 18 ? 1 : 2);
      district.write(PointId.parse("heatpump-06/powerLimit"), hour == 7 ? 2000 : 6000);
      district.write(PointId.parse("datacentre-01/divert"), hour < 20 ? 1 : 0);
      district.write(PointId.parse("booster-01/powerSetpoint"), hour < 10 ? 6000 : 3000);
      district.write(PointId.parse("pv-02/activePowerLimit"), hour == 11 ? 30 : 100);
      district.write(PointId.parse("pv-03/reactivePowerSetpoint"), hour == 13 ? 100 : 0);
      district.write(PointId.parse("cabinet-01/contactor"), hour < 6 || hour > 19 ? 1 : 0);
      district.write(PointId.parse("lights-01/dimLevel"), hour < 4 ? 40 : 100);
      district.step(MINUTE);
    }
    district.sums().forEach((flow, sum) -> sums.put(name + " " + flow, sum));
    for (String point :
        new String[] {
          "meter-transformer/energyImport",
          "heatpump-05/roomTemp",
          "store-01/topTemp",
          "battery-01/stateOfCharge",
          "pv-01/voltageL1"
        }) {
      sums.put(name + " " + point, district.value(PointId.parse(point)));
    }
  }

  private static Map<String, Double> golden() throws IOException {
    Map<String, Double> golden = new TreeMap<>();
    try (InputStream in = BooksOfAWeekTest.class.getResourceAsStream(GOLDEN)) {
      String text =
          new String(Objects.requireNonNull(in, GOLDEN).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .map(line -> line.split(",", -1))
          .forEach(cells -> golden.put(cells[0], Double.parseDouble(cells[1])));
    }
    assertThat(golden).hasSizeGreaterThan(50);
    return golden;
  }

  private static void write(SortedMap<String, Double> sums) throws IOException {
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(String.format(Locale.ROOT, "%s,%s%n", name, sum)));
    Files.writeString(
        Path.of("src/test/resources/org/wattward/sim/district").resolve(GOLDEN), text);
  }
}
