package org.wattward.sim.district;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Site;
import org.wattward.sim.field.SimulatedDevice;

/**
 * A district in process: physics behind the points of a site's devices. No thread, no socket, no
 * clock; the same start, seed, steps and writes give the same values to the last bit.
 *
 * <p>Not safe for several threads, except that the devices of {@link #devices()} may be read and
 * written by any thread. Models share nothing that changes: several may be stepped at once, each on
 * a thread of its own.
 */
public interface DistrictModel {
  /**
   * The demonstration district in process.
   *
   * @param start its time of day; the hours before it have been lived through
   * @param seed what its noise is drawn from
   */
  static DistrictModel demo(Instant start, long seed) {
    return DemoDistrict.read().model(start, seed);
  }

  /**
   * A site's district in process. Its connections draw what those of the demonstration's grid draw,
   * its plants see the same sun; which one, follows from the bus, or for a bus that the
   * demonstration has not, from the device's id.
   *
   * @param site meters, plants, batteries, heat pumps, street lights and heat sources with their
   *     ratings as properties
   * @param start its time of day; the hours before it have been lived through
   * @param seed what its noise is drawn from
   * @throws org.wattward.devices.WattwardException when a rating is missing
   */
  static DistrictModel of(Site site, Instant start, long seed) {
    return of(site, start, seed, _ -> 0);
  }

  /**
   * As {@link #of(Site, Instant, long)}, in other weather.
   *
   * @param warmerK by how much the air is warmer than it was measured, K
   */
  static DistrictModel of(Site site, Instant start, long seed, ToDoubleFunction<Instant> warmerK) {
    return DemoDistrict.of(site, warmerK).model(start, seed);
  }

  /** The demonstration district's site, with places for ports. */
  static Site demoSite() {
    return DemoDistrict.readSite();
  }

  /** The site it is a model of, with the links as its file gives them. */
  Site site();

  /** The model's time of day. */
  Instant now();

  /**
   * Goes on by one step: takes what was written, computes, publishes every device's values.
   *
   * @param calendar by how much the time of day advances, above zero
   * @param device by how much the devices' own watchdogs advance: the same, unless the calendar
   *     runs faster than the devices
   */
  void step(Duration calendar, Duration device);

  /** Goes on by one step in which calendar and watchdogs advance alike. */
  default void step(Duration step) {
    step(step, step);
  }

  /**
   * The day-ahead price of the hour that an instant lies in; it may be negative.
   *
   * @param at any time, also of the next day
   */
  double priceEurPerKwh(Instant at);

  /** What has flowed since the model began, its warm-up included. */
  Map<Flow, Double> sums();

  /** One of {@link #sums()}. */
  double sum(Flow flow);

  /** What the devices show and take, by device id. */
  Map<String, SimulatedDevice> devices();

  /** A new table of all its points, by number; it has told nothing yet. */
  default PointTable table() {
    return new PointTable(devices().values());
  }

  /**
   * A point's value as its device shows it now, in the point's unit.
   *
   * @throws IllegalArgumentException when the site has no such point
   */
  default double value(PointId point) {
    return device(point).value(point.name());
  }

  /**
   * Writes a point, as the field would.
   *
   * @param value in the point's unit
   */
  default void write(PointId point, double value) {
    device(point).write(point.name(), value);
  }

  private SimulatedDevice device(PointId point) {
    SimulatedDevice device = devices().get(point.device());
    if (device == null) {
      throw new IllegalArgumentException(
          "The simulated site has no device %s.".formatted(point.device()));
    }
    return device;
  }
}
