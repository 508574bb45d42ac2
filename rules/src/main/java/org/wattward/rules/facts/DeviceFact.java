package org.wattward.rules.facts;

import java.util.HashSet;
import java.util.Set;
import org.wattward.devices.point.PointId;

/** What a rule sees of one device. */
public sealed interface DeviceFact extends Fact
    permits Battery,
        Charger,
        HeatPump,
        HeatSource,
        Inverter,
        Meter,
        StalePoint,
        StreetLight,
        StreetLightCabinet,
        ThermalStore,
        Weather {
  /** The device's id. */
  String device();

  @Override
  default String subject() {
    return device();
  }

  @Override
  default Set<PointId> sources(FactField field) {
    Set<PointId> points = new HashSet<>();
    for (String point : field.points()) {
      points.add(new PointId(device(), point));
    }
    return points;
  }
}
