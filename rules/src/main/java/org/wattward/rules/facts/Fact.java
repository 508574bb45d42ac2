package org.wattward.rules.facts;

import java.util.Set;
import org.wattward.devices.point.PointId;

/** What a rule sees. */
public sealed interface Fact
    permits DeviceFact,
        BranchExchange,
        Calendar,
        DemandResponseEvent,
        Feeder,
        Held,
        Outlook,
        Price,
        QuarterHour,
        Sun,
        Zone {
  /** What the fact is about: a device, zone or event id, or a fixed word. */
  String subject();

  /**
   * The points that a field was made of, whether or not they could be read.
   *
   * @param field one of the fact's fields
   */
  Set<PointId> sources(FactField field);
}
