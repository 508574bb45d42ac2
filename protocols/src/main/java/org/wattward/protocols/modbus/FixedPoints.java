package org.wattward.protocols.modbus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address.Fixed;
import org.wattward.devices.template.PointTemplate;

/** The points of a device that no wire carries: their values stand in template or site file. */
final class FixedPoints {
  private FixedPoints() {}

  static List<Reading> readings(Device device, Instant now) {
    List<Reading> readings = new ArrayList<>();
    for (PointTemplate point : device.points()) {
      if (point.address() instanceof Fixed fixed) {
        readings.add(reading(device.pointId(point), fixed, device.properties(), now));
      }
    }
    return readings;
  }

  private static Reading reading(
      PointId id, Fixed fixed, Map<String, Double> properties, Instant now) {
    Double value =
        fixed.value().isPresent()
            ? Double.valueOf(fixed.value().getAsDouble())
            : properties.get(id.name());
    return value == null
        ? Reading.bad(id, now, "The site file does not give %s.".formatted(id.name()))
        : Reading.good(id, now, value);
  }
}
