package org.wattward.rules.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.DeviceKind;
import org.wattward.rules.decide.Snapshot;

/**
 * What the grid operator must leave a controllable load (EnWG section 14a, BNetzA BK6-22-300, annex
 * 1, numbers 4.5.1 and 4.5.2): by itself, and together with others behind one connection when an
 * energy management system divides the power among them.
 */
final class Guarantee {
  private static final double LEAST_W = 4200;

  /** A heat pump above this keeps a share of its rating instead. */
  private static final double LARGE_W = 11_000;

  private static final double LARGE_SHARE = 0.4;

  /** Simultaneity of two, three, … nine or more loads. */
  private static final double[] SIMULTANEITY = {0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45};

  private Guarantee() {}

  /** What a load keeps by itself: what the site file says; 0 for one that the rule is not for. */
  static double ofDeviceW(DevicePoints load) {
    return load.property("guaranteedPowerW", byRatingW(load));
  }

  private static double byRatingW(DevicePoints load) {
    double ratedW = ratedW(load);
    boolean large = load.device().template().kind() == DeviceKind.HEAT_PUMP && ratedW > LARGE_W;
    return ratedW <= LEAST_W ? 0 : large ? Math.max(LEAST_W, LARGE_SHARE * ratedW) : LEAST_W;
  }

  private static double ratedW(DevicePoints load) {
    OptionalDouble rating = load.rating("ratedPower", "ratedPowerW");
    return rating.orElse(0);
  }

  /**
   * The part of each heat pump and charger in what its connection keeps, by device. A battery
   * counts as a load of the connection; it needs no part, since it does not charge in an event.
   */
  static Map<String, Double> shared(Snapshot snapshot) {
    Map<String, List<DevicePoints>> byBus = new HashMap<>();
    Map<String, Double> parts = new HashMap<>();
    for (Device device : snapshot.devices()) {
      DevicePoints load = new DevicePoints(device, snapshot.readings());
      switch (device.template().kind()) {
        case HEAT_PUMP, CHARGER -> {
          parts.put(device.id(), ofDeviceW(load));
          device.bus().ifPresent(bus -> add(byBus, bus, load));
        }
        case BATTERY -> device.bus().ifPresent(bus -> add(byBus, bus, load));
        case METER, INVERTER, THERMAL_STORE, HEAT_SOURCE, STREET_LIGHT -> {}
        case STREET_LIGHT_CABINET, WEATHER_STATION, SENSOR -> {}
      }
    }
    byBus.values().forEach(loads -> share(loads, parts));
    return parts;
  }

  private static void add(Map<String, List<DevicePoints>> byBus, String bus, DevicePoints load) {
    if (ratedW(load) > LEAST_W) {
      byBus.computeIfAbsent(bus, _ -> new ArrayList<>()).add(load);
    }
  }

  private static void share(List<DevicePoints> loads, Map<String, Double> parts) {
    List<String> taking =
        loads.stream().map(load -> load.device().id()).filter(parts::containsKey).toList();
    double alone = taking.stream().mapToDouble(parts::get).sum();
    if (loads.size() < 2 || alone <= 0) {
      return;
    }
    double together = Math.min(alone, ofConnectionW(loads));
    taking.forEach(id -> parts.merge(id, together / alone, (part, factor) -> part * factor));
  }

  /** What all controllable loads behind a connection keep together; 0 for none. */
  static double ofConnectionW(List<DevicePoints> loads) {
    if (loads.isEmpty()) {
      return 0;
    }
    double pumpsW = 0;
    boolean large = false;
    for (DevicePoints load : loads) {
      if (load.device().template().kind() == DeviceKind.HEAT_PUMP) {
        pumpsW += ratedW(load);
        large |= ratedW(load) > LARGE_W;
      }
    }
    double first = large ? LARGE_SHARE * pumpsW : LEAST_W;
    int others = loads.size() - 1;
    double simultaneity = others == 0 ? 1 : SIMULTANEITY[Math.min(others, SIMULTANEITY.length) - 1];
    return first + others * simultaneity * LEAST_W;
  }
}
