package org.wattward.rules.facts;

import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;

/** The good readings of one device, and what the site file says about it. One thread. */
final class DevicePoints {
  private static final double NOMINAL_PHASE_VOLTAGE_V = 230;

  private final Device device;
  private final Map<PointId, Reading> readings;

  /** What was looked up last: one asks whether there is a value and then for the value. */
  private String last = "";

  private @Nullable Reading found;

  DevicePoints(Device device, Map<PointId, Reading> readings) {
    this.device = device;
    this.readings = readings;
  }

  Device device() {
    return device;
  }

  boolean has(String point) {
    return good(point) != null;
  }

  /** The value of a good reading, else 0. */
  double value(String point) {
    Reading reading = good(point);
    return reading == null ? 0 : reading.value();
  }

  private @Nullable Reading good(String point) {
    if (!point.equals(last)) {
      Reading reading = readings.get(new PointId(device.id(), point));
      found = reading != null && reading.quality().isGood() ? reading : null;
      last = point;
    }
    return found;
  }

  boolean isOn(String point) {
    return value(point) != 0;
  }

  boolean offers(String point) {
    return device.template().point(point).filter(PointTemplate::isWritable).isPresent();
  }

  boolean hasProperty(String property) {
    return device.properties().containsKey(property);
  }

  double property(String property, double otherwise) {
    return device.properties().getOrDefault(property, otherwise);
  }

  /**
   * A rating: what the device tells, else what the site file tells. A device that tells 0 does not
   * know it, and rules divide by it.
   */
  OptionalDouble rating(String name, String property) {
    if (value(name) > 0) {
      return OptionalDouble.of(value(name));
    }
    return hasProperty(property)
        ? OptionalDouble.of(property(property, 0))
        : OptionalDouble.empty();
  }

  /** The mean of the phase voltages that are known, per unit. */
  OptionalDouble voltagePu() {
    double sum = 0;
    int phases = 0;
    for (String phase : new String[] {"voltageL1", "voltageL2", "voltageL3"}) {
      if (has(phase)) {
        sum += value(phase);
        phases++;
      }
    }
    double nominal = property("nominalVoltageV", NOMINAL_PHASE_VOLTAGE_V);
    return phases == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / phases / nominal);
  }

  boolean hasPhasePowers() {
    return has("powerL1") && has("powerL2") && has("powerL3");
  }

  /** Power of the most loaded phase minus that of the least loaded; 0 when unknown. */
  double unbalanceW() {
    if (!hasPhasePowers()) {
      return 0;
    }
    double l1 = value("powerL1");
    double l2 = value("powerL2");
    double l3 = value("powerL3");
    return Math.max(l1, Math.max(l2, l3)) - Math.min(l1, Math.min(l2, l3));
  }
}
