package org.wattward.devices.site;

import java.time.ZoneId;
import java.util.Optional;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;

/** Reads time zones by the names of the IANA time zone database. */
final class TimeZones {
  private TimeZones() {}

  static Optional<ZoneId> read(YamlNode node, Problems problems) {
    String name = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    if (ZoneId.getAvailableZoneIds().contains(name)) {
      return Optional.of(ZoneId.of(name));
    }
    problems.add(
        node,
        "There is no time zone \"%s\".".formatted(name),
        Nearest.to(name, ZoneId.getAvailableZoneIds())
            .map("Maybe you meant \"%s\"."::formatted)
            .orElse("Write a region and a city, for example Europe/Berlin."));
    return Optional.empty();
  }
}
