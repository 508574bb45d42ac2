package org.wattward.devices.site;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.devices.yaml.YamlReader;

/** Reads a single schedule, written as in a site file, for a site that stands already. */
public final class ScheduleText {
  private ScheduleText() {}

  /**
   * Reads a schedule.
   *
   * @param name the name to say in problems
   * @param text YAML, or JSON with the same keys
   * @throws InvalidFile with everything that is wrong
   */
  public static ScheduleConfig read(String name, String text, Site site) {
    Problems problems = new Problems();
    Optional<YamlNode> root = YamlReader.read(name, text, problems);
    root.ifPresent(node -> ScheduleFormat.SCHEDULE.check(node, problems));
    Map<String, Device> devices = new LinkedHashMap<>();
    site.devices().forEach(device -> devices.putIfAbsent(device.id(), device));
    ScheduleReader reader =
        new ScheduleReader(
            Names.known("device", devices.keySet()), devices, site.holidays().isKnown(), problems);
    Optional<ScheduleConfig> schedule = Optional.empty();
    if (root.orElse(null) instanceof Mapping mapping) {
      reader.check(mapping);
      schedule = ScheduleFormat.SCHEDULE.accepts(mapping) ? reader.read(mapping) : Optional.empty();
    }
    problems.throwIfAny();
    return schedule.orElseThrow(
        () -> new IllegalStateException("A schedule without a problem can be read."));
  }
}
