package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * A point whose reading is not good: the way to ask for stale and bad readings.
 *
 * @param device the device's id
 * @param point the point's name
 * @param bad whether the reading is bad; else it is stale
 * @param ageS how old the reading is
 */
public record StalePoint(String device, String point, boolean bad, @In(Unit.SECOND) double ageS)
    implements DeviceFact {
  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
