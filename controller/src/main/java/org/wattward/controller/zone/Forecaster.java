package org.wattward.controller.zone;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.DeviceKind;
import org.wattward.rules.decide.Snapshot.Expected;
import org.wattward.rules.decide.Snapshot.Price;

/**
 * Learns what a zone's batteries have to expect. A battery serves its zone if that has a meter at
 * the transformer, else the connection at its bus. It knows nothing but what was measured; after a
 * restart it learns for a day before it says anything. One zone's thread.
 */
final class Forecaster {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration COARSE = Duration.ofMinutes(30);

  /** How much of a deviation from the usual is left an hour later. */
  private static final double LOAD_MEMORY = 0.8;

  private static final double SUN_MEMORY = 0.7;

  /** Below this the sun says nothing about the sky. */
  private static final double LEAST_SUN_SHARE = 0.04;

  private static final double BRIGHTEST = 1.6;

  /** In cheap hours so much of the capacity an hour is kept for dear ones. */
  private static final double CHEAP_SHARE_PER_HOUR = 1 / 16.0;

  private static final double TELLING_PRICES = 1.2;

  private final List<Served> served = new ArrayList<>();
  private final Duration tick;

  /** What one battery serves. */
  private static final class Served {
    private final Device battery;
    private final PointId meter;
    private final List<PointId> batteries;
    private final List<PointId> plants;
    private final Set<PointId> points;
    private final DayProfile load = new DayProfile();
    private final DayProfile sun = new DayProfile();
    private Instant last = Instant.MAX;
    private double mostSunW;

    Served(Device battery, PointId meter, List<PointId> batteries, List<PointId> plants) {
      this.battery = battery;
      this.meter = meter;
      this.batteries = batteries;
      this.plants = plants;
      List<PointId> all = new ArrayList<>(batteries);
      all.addAll(plants);
      all.add(meter);
      all.add(new PointId(battery.id(), "stateOfCharge"));
      this.points = Set.copyOf(all);
    }
  }

  Forecaster(Zone zone, List<Device> devices) {
    this.tick = zone.tick();
    for (Device battery : ofKind(devices, DeviceKind.BATTERY)) {
      served(battery, devices).ifPresent(served::add);
    }
  }

  private static List<Device> ofKind(List<Device> devices, DeviceKind kind) {
    return devices.stream().filter(device -> device.template().kind() == kind).toList();
  }

  private static Optional<Served> served(Device battery, List<Device> devices) {
    List<Device> meters = ofKind(devices, DeviceKind.METER);
    Optional<Device> transformer = meters.stream().filter(Forecaster::isTransformer).findFirst();
    if (transformer.isPresent()) {
      return Optional.of(served(battery, transformer.get(), devices));
    }
    if (battery.bus().isEmpty()) {
      return Optional.empty();
    }
    List<Device> near =
        devices.stream().filter(device -> device.bus().equals(battery.bus())).toList();
    return ofKind(near, DeviceKind.METER).stream()
        .findFirst()
        .map(meter -> served(battery, meter, near));
  }

  /** Whether a meter stands at the zone's connection. */
  static boolean isTransformer(Device meter) {
    return meter.properties().containsKey("ratedApparentPowerVa")
        || meter.id().contains("transformer");
  }

  private static Served served(Device battery, Device meter, List<Device> among) {
    return new Served(
        battery,
        power(meter),
        ofKind(among, DeviceKind.BATTERY).stream().map(Forecaster::power).toList(),
        ofKind(among, DeviceKind.INVERTER).stream().map(Forecaster::power).toList());
  }

  private static PointId power(Device device) {
    return new PointId(device.id(), "power");
  }

  /**
   * Takes what was measured and says what is to be expected.
   *
   * @param prices from now on, in order of time
   */
  List<Expected> expect(Instant now, Map<PointId, Reading> readings, List<Price> prices) {
    List<Expected> expected = new ArrayList<>();
    for (Served one : served) {
      OptionalDouble meter = good(readings, one.meter);
      OptionalDouble own = sum(readings, one.batteries);
      OptionalDouble plants = sum(readings, one.plants);
      if (meter.isEmpty() || own.isEmpty() || plants.isEmpty()) {
        one.last = Instant.MAX;
        continue;
      }
      double needW = meter.getAsDouble() - own.getAsDouble();
      learn(one, now, needW, -plants.getAsDouble());
      if (one.load.isComplete() && one.sun.isComplete()) {
        expect(one, now, needW, readings, prices).ifPresent(expected::add);
      }
    }
    return expected;
  }

  private static OptionalDouble good(Map<PointId, Reading> readings, PointId point) {
    Reading reading = readings.get(point);
    return reading == null ? OptionalDouble.empty() : reading.good();
  }

  private static OptionalDouble sum(Map<PointId, Reading> readings, List<PointId> points) {
    double sum = 0;
    for (PointId point : points) {
      OptionalDouble value = good(readings, point);
      if (value.isEmpty()) {
        return value;
      }
      sum += value.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }

  private static void learn(Served one, Instant now, double needW, double sunW) {
    if (one.last.isBefore(now) && !one.last.plus(LONGEST).isBefore(now)) {
      one.load.observe(one.last, now, needW + sunW);
      one.sun.observe(one.last, now, sunW);
      one.mostSunW = Math.max(one.mostSunW, sunW);
    }
    one.last = now;
  }

  private Optional<Expected> expect(
      Served one, Instant now, double needW, Map<PointId, Reading> readings, List<Price> prices) {
    OptionalDouble charge = good(readings, new PointId(one.battery.id(), "stateOfCharge"));
    OptionalDouble capacity = good(readings, new PointId(one.battery.id(), "capacity"));
    double capacityWh = capacity.orElse(one.battery.properties().getOrDefault("capacityWh", 0.0));
    if (charge.isEmpty() || capacityWh <= 0) {
      return Optional.empty();
    }
    double[] ahead = ahead(one, now);
    if (tick.compareTo(COARSE) < 0) {
      ahead[0] = needW;
    }
    Instant nextHour = now.truncatedTo(ChronoUnit.HOURS).plus(LONGEST);
    double firstHours = Duration.between(now, nextHour).toSeconds() / 3600.0;
    boolean[] dear = dear(now, prices);
    Levels levels =
        Levels.of(
            new Levels.Ahead(ahead, firstHours, dear),
            new Levels.Store(
                charge.getAsDouble() / 100 * capacityWh,
                capacityWh,
                isTelling(prices) ? capacityWh * CHEAP_SHARE_PER_HOUR : 0));
    return Optional.of(
        new Expected(
            one.battery.id(),
            ahead[0],
            levels.spareW(),
            levels.fillW(),
            levels.drainW(),
            dear[0] && isTelling(prices),
            one.points));
  }

  /** The usual hours, moved by how the last one differed from the usual, less and less. */
  private static double[] ahead(Served one, Instant now) {
    double moreW = one.load.lastW() - one.load.usualLastW();
    double usualSunW = one.sun.usualLastW();
    double brightness =
        usualSunW > LEAST_SUN_SHARE * one.mostSunW && usualSunW > 0
            ? Math.min(BRIGHTEST, one.sun.lastW() / usualSunW)
            : 1;
    double[] needW = new double[DayProfile.HOURS];
    double loadMemory = 1;
    double sunMemory = 1;
    int first = DayProfile.hourOf(now);
    for (int hour = 0; hour < needW.length; hour++) {
      loadMemory *= LOAD_MEMORY;
      sunMemory *= SUN_MEMORY;
      int at = (first + hour) % DayProfile.HOURS;
      double loadW = Math.max(0, one.load.meanW(at) + moreW * loadMemory);
      needW[hour] = loadW - one.sun.meanW(at) * (1 + (brightness - 1) * sunMemory);
    }
    return needW;
  }

  private static boolean isTelling(List<Price> prices) {
    double least = prices.stream().mapToDouble(Price::eurPerKwh).min().orElse(0);
    double most = prices.stream().mapToDouble(Price::eurPerKwh).max().orElse(0);
    return most > 0 && most > TELLING_PRICES * least;
  }

  /**
   * Hours whose price is not known count as cheap; where prices tell nothing all hours are alike.
   */
  private static boolean[] dear(Instant now, List<Price> prices) {
    boolean[] dear = new boolean[DayProfile.HOURS];
    double least = prices.stream().mapToDouble(Price::eurPerKwh).min().orElse(0);
    double most = prices.stream().mapToDouble(Price::eurPerKwh).max().orElse(0);
    boolean telling = isTelling(prices);
    for (int hour = 0; hour < dear.length; hour++) {
      Instant at = hour == 0 ? now : now.truncatedTo(ChronoUnit.HOURS).plus(hour, ChronoUnit.HOURS);
      dear[hour] =
          !telling
              || prices.stream()
                  .filter(price -> !at.isBefore(price.start()) && at.isBefore(price.end()))
                  .anyMatch(price -> price.eurPerKwh() > (least + most) / 2);
    }
    return dear;
  }
}
