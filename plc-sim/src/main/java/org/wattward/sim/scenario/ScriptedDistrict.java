package org.wattward.sim.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.site.Site;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.district.Flow;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.scenario.Scenario.PriceChange;
import org.wattward.sim.scenario.Scenario.Warmer;

/**
 * A district in which a scenario happens. Its quirks, weather and prices hold from the first step
 * on; the script is played from {@link #begin} on, at the boundaries of steps. Threads as its model
 * has them.
 */
public final class ScriptedDistrict implements DistrictModel {
  private final Scenario scenario;
  private final long seed;
  private final DistrictModel model;
  private volatile Instant zero;
  private @Nullable Script script;

  private ScriptedDistrict(Scenario scenario, long seed, Instant start, Maker maker) {
    this.scenario = scenario;
    this.seed = seed;
    this.zero = start;
    this.model = maker.model(start, seed, this::warmerK);
    scenario.quirks().forEach((id, quirks) -> device(id).quirks(quirks));
  }

  /** Makes the district that the scenario happens in. */
  @FunctionalInterface
  private interface Maker {
    DistrictModel model(Instant start, long seed, ToDoubleFunction<Instant> warmerK);
  }

  /**
   * A site's district.
   *
   * @param site the site the scenario was read against, or one with the same devices
   * @param start its time of day; the hours before it have been lived through
   * @param seed what noise and lots are drawn from
   */
  public static ScriptedDistrict of(Scenario scenario, Site site, Instant start, long seed) {
    return new ScriptedDistrict(
        scenario,
        seed,
        start,
        (from, drawn, warmer) -> DistrictModel.of(site, from, drawn, warmer));
  }

  /**
   * Lets the script begin.
   *
   * @param at what its spans are counted from
   * @return every fault that will come, what was left to the lot drawn
   */
  public synchronized List<Episode> begin(Instant at) {
    zero = at;
    Script fresh = new Script(scenario.faults(), at, seed, model.devices());
    script = fresh;
    return fresh.episodes();
  }

  /** What the scenario says. */
  public Scenario scenario() {
    return scenario;
  }

  /** What noise and lots are drawn from. */
  public long seed() {
    return seed;
  }

  @Override
  public void step(Duration calendar, Duration device) {
    synchronized (this) {
      if (script != null) {
        script.to(model.now());
      }
    }
    model.step(calendar, device);
  }

  private double warmerK(Instant at) {
    double sum = 0;
    for (Warmer change : scenario.weather()) {
      sum += change.when().holds(at, zero) ? change.byK() : 0;
    }
    return sum;
  }

  @Override
  public double priceEurPerKwh(Instant at) {
    double price = model.priceEurPerKwh(at);
    for (PriceChange change : scenario.prices()) {
      if (change.when().holds(at, zero)) {
        price = price * change.factor() + change.addEurPerKwh();
      }
    }
    return price;
  }

  private SimulatedDevice device(String id) {
    SimulatedDevice device = model.devices().get(id);
    if (device == null) {
      throw new IllegalArgumentException("The simulated site has no device %s.".formatted(id));
    }
    return device;
  }

  @Override
  public Site site() {
    return model.site();
  }

  @Override
  public Instant now() {
    return model.now();
  }

  @Override
  public Map<Flow, Double> sums() {
    return model.sums();
  }

  @Override
  public double sum(Flow flow) {
    return model.sum(flow);
  }

  @Override
  public Map<String, SimulatedDevice> devices() {
    return model.devices();
  }
}
