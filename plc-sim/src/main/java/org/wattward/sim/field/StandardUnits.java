package org.wattward.sim.field;

import java.util.Map;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;

/** How a template's units compare with those that a device's kind gives its points. */
final class StandardUnits {
  private StandardUnits() {}

  /** By slot; a power in kW is a thousandth of one in W, temperatures have one unit only. */
  static double[] perStandardUnit(Device device) {
    Map<String, Unit> standard = device.template().kind().standardPoints();
    return device.points().stream()
        .mapToDouble(point -> {
          Unit kinds = standard.getOrDefault(point.name(), point.unit());
          return kinds == point.unit() ? 1 : kinds.convert(1, point.unit());
        })
        .toArray();
  }
}
