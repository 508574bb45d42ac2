package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;

/**
 * The zone that decides.
 *
 * @param zone the zone's id
 * @param kind feeder, heat-network, building or lighting-circuit
 */
public record Zone(String zone, String kind) implements Fact {
  @Override
  public String subject() {
    return zone;
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
