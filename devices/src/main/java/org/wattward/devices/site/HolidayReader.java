package org.wattward.devices.site;

import java.time.DayOfWeek;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads whose holidays a site keeps, its shape checked. */
record HolidayReader(Problems problems) {
  HolidayConfig read(Mapping at) {
    String country = at.text("country").orElse("").toLowerCase(Locale.ROOT);
    String region = at.text("region").orElse("").toLowerCase(Locale.ROOT);
    Map<String, Set<String>> known = HolidayRegions.known();
    Set<String> regions = known.get(country);
    if (regions == null) {
      at.get("country").ifPresent(node -> missing(node, country, known.keySet(), "countries"));
    } else if (!region.isEmpty() && !regions.contains(region)) {
      at.get("region")
          .ifPresent(node -> missing(node, region, regions, "regions of \"" + country + "\""));
    }
    Set<DayOfWeek> weekend = new LinkedHashSet<>();
    for (YamlNode day : at.items("weekend")) {
      if (day instanceof YamlNode.Scalar scalar
          && ScheduleFormat.WEEKDAYS.contains(scalar.value())) {
        weekend.add(DayOfWeek.valueOf(scalar.value().toUpperCase(Locale.ROOT)));
      }
    }
    return new HolidayConfig(
        country, region, weekend.isEmpty() ? HolidayConfig.NONE.weekend() : weekend);
  }

  private void missing(YamlNode node, String code, Set<String> among, String plural) {
    problems.add(
        node,
        "The holidays of \"%s\" are not known.".formatted(code),
        among.isEmpty()
            ? "Leave it out: the holidays are the same in the whole country."
            : Nearest.advice(code, among, plural));
  }
}
