package org.wattward.sim.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.sim.field.Quirk;
import org.wattward.sim.field.Quirks;

/** Collects the quirks of each device; what several keys say of one device adds up. */
final class QuirkSection {
  private final Targets targets;
  private final Problems problems;
  private final Map<String, List<Quirk>> collected = new LinkedHashMap<>();

  QuirkSection(Targets targets, Problems problems) {
    this.targets = targets;
    this.problems = problems;
  }

  void read(Mapping section) {
    section
        .entries()
        .forEach((name, entry) -> {
          List<Device> devices = targets.named(name, entry);
          if (entry.value() instanceof Mapping quirks && ScenarioFormat.QUIRKS.accepts(quirks)) {
            quirks.entries().forEach((key, quirk) -> add(quirks, key, quirk, devices));
          }
        });
  }

  private void add(Mapping quirks, String key, YamlNode.Entry entry, List<Device> devices) {
    List<Quirk> read = QuirkFormat.quirks(quirks, key);
    for (Device device : devices) {
      Protocol protocol = device.template().protocol();
      if (QuirkFormat.reach(key) == QuirkFormat.Reach.MODBUS && protocol != Protocol.MODBUS) {
        problems.add(
            entry.keyAt(),
            entry.value().path(),
            "The quirk \"%s\" is one of registers, and %s speaks %s."
                .formatted(key, device.id(), protocol.key()),
            "Choose a device that speaks Modbus.");
        return;
      }
    }
    if (!read.isEmpty() && points(quirks.items(key), devices)) {
      devices.forEach(
          device -> collected.computeIfAbsent(device.id(), _ -> new ArrayList<>()).addAll(read));
    }
  }

  /** Whether every device has the points that are named, if any are. */
  private boolean points(List<YamlNode> named, List<Device> devices) {
    boolean fine = true;
    for (YamlNode node : named) {
      String point = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
      fine &= hasPoint(node, point, devices, problems);
    }
    return fine;
  }

  /** Whether every device has a point; the first that has not is a problem. */
  static boolean hasPoint(YamlNode node, String point, List<Device> devices, Problems problems) {
    for (Device device : devices) {
      if (device.template().point(point).isEmpty()) {
        problems.add(
            node,
            "%s (template %s) has no point \"%s\"."
                .formatted(device.id(), device.template().id(), point),
            Nearest.advice(
                point, device.points().stream().map(PointTemplate::name).toList(), "points"));
        return false;
      }
    }
    return true;
  }

  Map<String, Quirks> byDevice() {
    Map<String, Quirks> byDevice = new HashMap<>();
    collected.forEach((id, quirks) -> byDevice.put(id, Quirks.of(quirks)));
    return byDevice;
  }
}
