package org.wattward.controller.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;

/**
 * Which rule packages decide.
 *
 * @param name what it is called in reports
 * @param chosen whether a package of a zone is in force
 */
public record Variant(String name, Predicate<String> chosen) {
  private static final String LIGHTING = "street-lighting";

  /** Street lights that burn from sunset to sunrise at full power. */
  private static final Map<String, Double> DUSK_TILL_DAWN =
      Map.of(
          LIGHTING + "/duskBelow", -0.833,
          LIGHTING + "/dawnAbove", -0.833,
          LIGHTING + "/lateLight", 100.0,
          LIGHTING + "/nightLight", 100.0,
          LIGHTING + "/deepLight", 100.0);

  /** All packages that the site's zones name. */
  public static final Variant ALL = new Variant("all", _ -> true);

  /**
   * No package: heat pumps follow their heating curves, batteries rest, waste heat goes to the dry
   * coolers, plants feed in what they make; street lights burn from dusk till dawn at full power.
   */
  public static final Variant BASELINE = new Variant("baseline", _ -> false);

  /** One package alone. */
  public static Variant only(String name) {
    return new Variant("only " + name, name::equals);
  }

  /** The site with these packages alone; lights without rules are switched from dusk till dawn. */
  Site applied(Site site) {
    boolean lit = chosen.test(LIGHTING);
    List<Zone> zones = new ArrayList<>();
    for (Zone zone : site.zones()) {
      List<String> packages =
          zone.packages().stream()
              .filter(name -> chosen.test(name) || name.equals(LIGHTING))
              .toList();
      zones.add(
          new Zone(
              zone.id(),
              zone.title(),
              zone.kind(),
              zone.devices(),
              packages,
              zone.tick(),
              zone.changes()));
    }
    Map<String, Double> parameters = new HashMap<>(site.parameters());
    if (!lit) {
      parameters.putAll(DUSK_TILL_DAWN);
    }
    return site.deciding(zones, parameters);
  }
}
