package org.wattward.sim.district;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.RulePackages;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;

/**
 * The demonstration district's site and data, from which a model is made for any hour.
 *
 * @param site the site as its file gives it, with places for ports
 * @param simBench its connections and PV plants
 * @param weather its weather
 * @param prices its day-ahead prices
 */
record DemoDistrict(Site site, SimBench simBench, WeatherYear weather, Prices prices) {
  private static final String FILE = "/org/wattward/sim/demo/site.yaml";
  private static final Duration WARM_UP = Duration.ofHours(12);
  private static final Duration WARM_UP_STEP = Duration.ofMinutes(10);

  static DemoDistrict read() {
    return of(readSite(), _ -> 0);
  }

  /** The data never change, so that however many districts there are share one copy. */
  private static final class Once {
    static final SimBench SIM_BENCH = SimBench.read();
    static final WeatherYear WEATHER = WeatherYear.duesseldorf();
    static final Prices PRICES = Prices.dayAhead();
  }

  /**
   * The demonstration's data around a site of somebody else.
   *
   * @param warmerK by how much the air is to be warmer than it was measured
   */
  static DemoDistrict of(Site site, ToDoubleFunction<Instant> warmerK) {
    return new DemoDistrict(
        site,
        Once.SIM_BENCH,
        Once.WEATHER.seenFrom(site.latitudeDeg(), site.longitudeDeg(), warmerK),
        Once.PRICES);
  }

  static Site readSite() {
    try (InputStream file = DemoDistrict.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new WattwardException(
            "The demonstration's %s is not on the class path.".formatted(FILE));
      }
      return SiteReader.read(
          "demo/site.yaml",
          new String(file.readAllBytes(), StandardCharsets.UTF_8),
          Path.of(""),
          Templates.bundled(),
          RulePackages.UNKNOWN);
    } catch (IOException e) {
      throw new WattwardException("The demonstration's %s cannot be read.".formatted(FILE), e);
    }
  }

  /**
   * A model that was warmed up to the hour at which it begins.
   *
   * @param seed what its noise is drawn from
   */
  DistrictModel model(Instant start, long seed) {
    PhysicalDistrict model =
        new PhysicalDistrict(
            new PartsOfSite(site, simBench, seed).inventory(),
            this,
            new Flicker(new SplittableRandom(seed), 0.01, 30),
            start.minus(WARM_UP));
    while (model.now().isBefore(start)) {
      model.step(WARM_UP_STEP);
    }
    return model;
  }
}
