package org.wattward.sim.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Finds the devices that a scenario names: by id, by wildcard, by link or by template. */
final class Targets {
  private final Map<String, Device> byId = new LinkedHashMap<>();
  private final Map<String, List<Device>> byLink = new LinkedHashMap<>();
  private final Map<String, List<Device>> byTemplate = new LinkedHashMap<>();
  private final Problems problems;

  Targets(Site site, Problems problems) {
    this.problems = problems;
    site.links().stream().map(LinkConfig::id).forEach(id -> byLink.put(id, new ArrayList<>()));
    for (Device device : site.devices()) {
      byId.put(device.id(), device);
      byLink.computeIfAbsent(device.link(), _ -> new ArrayList<>()).add(device);
      byTemplate.computeIfAbsent(device.template().id(), _ -> new ArrayList<>()).add(device);
    }
  }

  /** The devices of an item of the script, in the order of the site. */
  List<Device> of(Mapping item) {
    Set<Device> found = new LinkedHashSet<>();
    collect(item, "devices", byId, List::of, found);
    collect(item, "links", byLink, devices -> devices, found);
    collect(item, "templates", byTemplate, devices -> devices, found);
    if (item.get("devices").or(() -> item.get("links")).or(() -> item.get("templates")).isEmpty()) {
      problems.add(
          item,
          "It is not said whom this befalls.",
          "Add devices: [%s], or links or templates."
              .formatted(byId.keySet().stream().findFirst().orElse("")));
    }
    return byId.values().stream().filter(found::contains).toList();
  }

  /** The devices that a key of the quirks means: an id, several as {@code meter-*}, a template. */
  List<Device> named(String name, YamlNode.Entry entry) {
    if (!name.contains("*") && byTemplate.containsKey(name)) {
      return byTemplate.getOrDefault(name, List.of());
    }
    List<Device> found = matching(name, byId);
    if (found.isEmpty()) {
      Set<String> known = new LinkedHashSet<>(byId.keySet());
      known.addAll(byTemplate.keySet());
      problems.add(
          entry.keyAt(),
          entry.value().path(),
          "There is no device and no template \"%s\" in this site.".formatted(name),
          Nearest.advice(name, known, "devices and templates"));
    }
    return found;
  }

  private <T> void collect(
      Mapping item,
      String key,
      Map<String, T> known,
      Function<T, Collection<Device>> devices,
      Set<Device> found) {
    for (YamlNode node : item.items(key)) {
      String name = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
      List<T> matching = matching(name, known);
      if (matching.isEmpty()) {
        problems.add(
            node,
            "This site has no %s \"%s\".".formatted(key.substring(0, key.length() - 1), name),
            Nearest.advice(name, known.keySet(), key));
      }
      matching.forEach(one -> found.addAll(devices.apply(one)));
    }
  }

  private static <T> List<T> matching(String name, Map<String, T> known) {
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(name.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    return known.entrySet().stream()
        .filter(entry -> pattern.matcher(entry.getKey()).matches())
        .map(Map.Entry::getValue)
        .toList();
  }
}
