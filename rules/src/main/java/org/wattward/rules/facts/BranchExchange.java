package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;

/**
 * What one branch exchange would do to the network's loss: closing an open line and then opening
 * another of the loop that this makes.
 *
 * @param zone the zone's id
 * @param converged whether the network as it stands, with the loads that its meters tell, could be
 *     solved; without it nothing is known
 * @param found whether an exchange lowers the loss
 * @param close the line to close first; empty when none was found
 * @param open the line to open then; empty when none was found
 * @param lossW the network's loss as it stands
 * @param savedW what the exchange saves, with another that has to follow if one has
 * @param needsAnother whether another exchange has to follow before anything is saved
 * @param operationsToday how often the more used of the two lines was switched since midnight
 */
public record BranchExchange(
    String zone,
    boolean converged,
    boolean found,
    String close,
    String open,
    @In(value = Unit.W, when = "converged") double lossW,
    @In(value = Unit.W, when = "found") double savedW,
    boolean needsAnother,
    @In(Unit.COUNT) int operationsToday)
    implements Fact {
  @Override
  public String subject() {
    return zone;
  }

  @Override
  public Set<PointId> sources(FactField field) {
    return Set.of();
  }
}
