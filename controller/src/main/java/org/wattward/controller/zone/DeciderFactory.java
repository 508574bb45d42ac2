package org.wattward.controller.zone;

import org.wattward.devices.site.Zone;
import org.wattward.rules.decide.Decider;

/** Gives each zone its decider. */
@FunctionalInterface
public interface DeciderFactory {
  /**
   * Makes the decider of a zone. Called once for each zone, when the district is made.
   *
   * @throws org.wattward.devices.WattwardException when its rule packages cannot be used
   */
  Decider decider(Zone zone);
}
