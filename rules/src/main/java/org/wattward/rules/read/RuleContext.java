package org.wattward.rules.read;

import java.util.Map;
import java.util.Optional;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Site;

/**
 * What a rule file may refer to beyond the facts.
 *
 * @param parameters the package's parameters with their units
 * @param site the site, to check devices and points that a rule names; without one they are taken
 *     on trust
 */
public record RuleContext(Map<String, Unit> parameters, Optional<Site> site) {
  /** No parameters, no site. */
  public static final RuleContext NONE = new RuleContext(Map.of(), Optional.empty());

  public RuleContext {
    parameters = Map.copyOf(parameters);
  }
}
