package org.wattward.devices.site;

import java.util.Map;
import org.wattward.devices.quantity.Unit;

/**
 * The rule packages that a site may name, as far as a site file needs to know them.
 *
 * @param parameters the units of the parameters of each package, by the package's name
 * @param known whether these are all there are; else names are not checked and values of parameters
 *     are kept in the first unit of their dimension (W, Wh, °C, %, s)
 */
public record RulePackages(Map<String, Map<String, Unit>> parameters, boolean known) {
  /** Nothing is known about rule packages. */
  public static final RulePackages UNKNOWN = new RulePackages(Map.of(), false);

  public RulePackages {
    parameters = Map.copyOf(parameters);
  }

  /** All packages there are, with the units of their parameters. */
  public static RulePackages of(Map<String, Map<String, Unit>> parameters) {
    return new RulePackages(parameters, true);
  }
}
