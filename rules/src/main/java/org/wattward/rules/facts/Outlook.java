package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * What a battery has to expect, learnt from the past alone: the mean hours of the days before, and
 * by how much the last hour differed from them.
 *
 * <p>The two levels say how far to go. Filling up to the first takes the top of the surplus, just
 * so much that the battery is full when the surplus ends; draining down to the second takes the top
 * of the need, just so much that the battery is empty when the next surplus comes.
 *
 * @param device the battery's id
 * @param needW power that the battery's connection or zone will take without it until the next
 *     decision; negative when it has too much
 * @param spareW what the coming surplus will have beyond what fills the battery, on average over
 *     its hours; 0 when it will not fill it
 * @param fillLevelW surplus that is left alone, so that the rest of the day's fills the battery
 * @param drainLevelW need that is left alone, so that what is stored lasts until the next surplus;
 *     in cheap hours it is higher than in dear ones
 * @param dear whether electricity costs more now than the middle between the day's least and
 *     greatest price
 * @param sources the points each field was made of; not a field for rules
 */
public record Outlook(
    String device,
    @In(Unit.W) double needW,
    @In(Unit.W) double spareW,
    @In(Unit.W) double fillLevelW,
    @In(Unit.W) double drainLevelW,
    boolean dear,
    Feeder.Sources sources)
    implements Fact {
  @Override
  public String subject() {
    return device;
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return sources.of(field);
  }
}
