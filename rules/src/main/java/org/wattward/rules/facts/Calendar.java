package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * Local time at the site.
 *
 * @param timeOfDayH hours since local midnight by the clock on the wall, 0 up to 24
 * @param dayOfWeek 1 Monday to 7 Sunday
 * @param dayOfMonth 1 to 31
 * @param month 1 to 12
 * @param weekend whether it is Saturday or Sunday
 * @param minuteOfQuarterH minutes since the running quarter of an hour began, 0 up to 15
 */
public record Calendar(
    @In(Unit.HOUR) double timeOfDayH,
    @In(Unit.COUNT) int dayOfWeek,
    @In(Unit.COUNT) int dayOfMonth,
    @In(Unit.COUNT) int month,
    boolean weekend,
    @In(Unit.MINUTE) double minuteOfQuarterH)
    implements Fact {
  @Override
  public String subject() {
    return "calendar";
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
