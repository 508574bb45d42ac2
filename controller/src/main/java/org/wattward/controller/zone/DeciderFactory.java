package org.wattward.controller.zone;

import java.util.Map;
import org.wattward.devices.site.Site;
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

  /**
   * The values of rule parameters that differ from their package's default now, by {@code
   * package/parameter}. Any thread, never blocks.
   */
  default Map<String, Double> parameters(Site site) {
    return site.parameters();
  }

  /**
   * Whether a zone is to decide when something of it changed or its tick has come. A simulation
   * that knows what its rules look at lets it rest while none of that has changed.
   */
  default boolean isWanted(Zone zone) {
    return true;
  }

  /** Has somebody told when rules or parameters change, so that zones decide anew at once. */
  default void onChange(Runnable watcher) {}
}
