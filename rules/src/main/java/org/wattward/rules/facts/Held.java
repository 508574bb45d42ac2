package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * For how long a named condition has held without a break.
 *
 * @param condition the condition's name
 * @param subject what it is about: a device or zone id
 * @param seconds for how long, at least 0
 */
public record Held(String condition, String subject, @In(Unit.SECOND) double seconds)
    implements Fact {
  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
