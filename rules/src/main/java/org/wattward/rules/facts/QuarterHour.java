package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * The running quarter of an hour at the zone's connection, which demand is charged by.
 *
 * @param zone the zone's id
 * @param soFarW what has been imported in it, as mean power of the whole quarter
 * @param leftShare which share of the quarter is left, above 0, at most 1
 * @param powerW power at the connection now
 * @param forecastW mean power of the quarter if the power stays as it is
 * @param sources the readings that it rests on
 */
public record QuarterHour(
    String zone,
    @In(Unit.W) double soFarW,
    @In(Unit.ONE) double leftShare,
    @In(Unit.W) double powerW,
    @In(Unit.W) double forecastW,
    Feeder.Sources sources)
    implements Fact {
  @Override
  public String subject() {
    return zone;
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return sources.of(field);
  }
}
