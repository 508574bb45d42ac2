package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * A demand-response event that is announced or active.
 *
 * @param event the grid operator's id
 * @param level OpenADR SIMPLE level: 0 normal, 1 moderate, 2 high, 3 emergency
 * @param active whether it has begun and not ended
 * @param startsInS seconds until it begins; 0 once it has
 * @param endsInS seconds until it ends
 * @param hasLimit whether {@code limitW} is known
 * @param limitW most import power of the zone while it is active
 * @param text what the operator says about it
 */
public record DemandResponseEvent(
    String event,
    @In(Unit.COUNT) int level,
    boolean active,
    @In(Unit.SECOND) double startsInS,
    @In(Unit.SECOND) double endsInS,
    boolean hasLimit,
    @In(value = Unit.W, when = "hasLimit") double limitW,
    String text)
    implements Fact {
  @Override
  public String subject() {
    return event;
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
