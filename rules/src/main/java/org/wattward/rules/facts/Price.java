package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * The electricity price now, and how it compares with the hours to come.
 *
 * @param eurPerKwh import price now
 * @param averageEurPerKwh mean import price of the next 24 h, as far as known
 * @param lowestEurPerKwh lowest import price of the next 24 h, as far as known
 * @param highestEurPerKwh highest import price of the next 24 h, as far as known
 * @param cheaperHoursH how many of the next 24 h are cheaper than now
 */
public record Price(
    @In(Unit.EUR_PER_KWH) double eurPerKwh,
    @In(Unit.EUR_PER_KWH) double averageEurPerKwh,
    @In(Unit.EUR_PER_KWH) double lowestEurPerKwh,
    @In(Unit.EUR_PER_KWH) double highestEurPerKwh,
    @In(Unit.HOUR) double cheaperHoursH)
    implements Fact {
  @Override
  public String subject() {
    return "price";
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
