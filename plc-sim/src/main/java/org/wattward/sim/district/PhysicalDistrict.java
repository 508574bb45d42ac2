package org.wattward.sim.district;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.wattward.devices.site.Site;
import org.wattward.sim.field.SimulatedDevice;

/** A district of parts: acts, solves the grid, shows; in sub-steps that keep the physics honest. */
final class PhysicalDistrict implements DistrictModel {
  private static final double LONGEST_STEP_S = 60;

  private final Site site;
  private final Map<String, SimulatedDevice> devices;
  private final SimulatedDevice[] all;
  private final Feeder feeder;
  private final Part[] parts;
  private final WeatherYear weather;
  private final Prices prices;
  private final Flicker frequency;
  private final Books books = new Books();
  private Instant now;

  /**
   * A district.
   *
   * @param inventory its devices and parts
   * @param data its weather and prices
   * @param frequency how the grid's frequency wanders around 50 Hz
   * @param start the time of day it begins at
   */
  PhysicalDistrict(Inventory inventory, DemoDistrict data, Flicker frequency, Instant start) {
    this.site = inventory.site();
    this.devices = inventory.devices();
    this.feeder = inventory.feeder();
    this.parts = inventory.parts().toArray(Part[]::new);
    this.all = devices.values().toArray(SimulatedDevice[]::new);
    this.weather = data.weather();
    this.prices = data.prices();
    this.frequency = frequency;
    this.now = start;
  }

  /** What a site's devices were made into. */
  record Inventory(
      Site site, Map<String, SimulatedDevice> devices, Feeder feeder, List<Part> parts) {}

  private void account(Moment moment) {
    double hours = moment.hours();
    books.add(Flow.IMPORT_WH, Math.max(0, feeder.importW()) * hours);
    books.add(Flow.EXPORT_WH, Math.max(0, -feeder.importW()) * hours);
    books.add(Flow.LOSS_WH, feeder.lossW() * hours);
    for (Part part : parts) {
      part.account(moment, books);
    }
  }

  @Override
  public Map<Flow, Double> sums() {
    return books.sums();
  }

  @Override
  public double sum(Flow flow) {
    return books.sum(flow);
  }

  @Override
  public Site site() {
    return site;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public double priceEurPerKwh(Instant at) {
    return prices.eurPerKwh(at);
  }

  @Override
  public Map<String, SimulatedDevice> devices() {
    return devices;
  }

  @Override
  public void step(Duration calendar, Duration device) {
    if (!calendar.isPositive()) {
      throw new IllegalArgumentException(
          "A step of %s goes nowhere; it must be above zero.".formatted(calendar));
    }
    for (SimulatedDevice each : all) {
      each.elapse(device);
    }
    long count = (long) Math.ceil(calendar.toNanos() / 1e9 / LONGEST_STEP_S);
    for (long part = 0; part < count; part++) {
      advance(calendar.dividedBy(count));
    }
    for (SimulatedDevice each : all) {
      each.publish();
    }
  }

  private void advance(Duration length) {
    now = now.plus(length);
    double seconds = length.toNanos() / 1e9;
    YearPosition position = YearPosition.of(now, site.timeZone());
    Moment moment =
        Moment.of(seconds, position, weather.at(now, position), 50 + frequency.next(seconds));
    feeder.clear();
    for (Part part : parts) {
      part.act(moment, feeder);
    }
    feeder.solve();
    account(moment);
    for (Part part : parts) {
      part.show(moment, feeder);
    }
  }
}
