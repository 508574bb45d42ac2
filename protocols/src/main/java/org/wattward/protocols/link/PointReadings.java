package org.wattward.protocols.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;

/** Turns values that came off a wire, or out of a template, into readings. Pure. */
public final class PointReadings {
  private PointReadings() {}

  /**
   * A reading of a value already in the point's unit: bad when it is not a number or cannot be
   * true.
   */
  public static Reading of(PointId id, PointTemplate template, Instant time, double value) {
    if (!Double.isFinite(value)) {
      return Reading.bad(id, time, "The device sent %s for a number.".formatted(value));
    }
    if (value < template.min() || value > template.max()) {
      return Reading.bad(
          id,
          time,
          "The device sent %s %s, outside of %s to %s %s. Maybe the template's scale is wrong."
              .formatted(value, template.unit(), template.min(), template.max(), template.unit()));
    }
    return Reading.good(id, time, value);
  }

  /** The fixed points of a link's devices, as read at a time. */
  public static List<Reading> fixed(List<Device> devices, Instant time) {
    List<Reading> readings = new ArrayList<>();
    for (Device device : devices) {
      for (PointTemplate point : device.points()) {
        if (point.address() instanceof Address.Fixed(OptionalDouble value)) {
          readings.add(fixed(device, point, value, time));
        }
      }
    }
    return readings;
  }

  private static Reading fixed(
      Device device, PointTemplate point, OptionalDouble value, Instant time) {
    PointId id = device.pointId(point);
    Double given = device.properties().get(point.name());
    if (given != null) {
      return of(id, point, time, given);
    }
    if (value.isPresent()) {
      return of(id, point, time, value.getAsDouble());
    }
    return Reading.bad(
        id,
        time,
        "Device %s has no property \"%s\". Add it to the device in the site file, in %s."
            .formatted(device.id(), point.name(), point.unit()));
  }
}
