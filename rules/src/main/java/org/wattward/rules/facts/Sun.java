package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * The sun over the site.
 *
 * @param elevationDeg elevation of its centre over the horizon, with refraction
 */
public record Sun(@In(Unit.DEGREE) double elevationDeg) implements Fact {
  @Override
  public String subject() {
    return "sun";
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
