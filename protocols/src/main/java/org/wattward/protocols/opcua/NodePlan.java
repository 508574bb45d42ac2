package org.wattward.protocols.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.PollGroup;

/** Which variables a link subscribes to, reads once and writes. Immutable. */
final class NodePlan {
  private final List<NodePoint> all = new ArrayList<>();
  private final Map<PollGroup, List<NodePoint>> readable = new EnumMap<>(PollGroup.class);
  private final Map<PointId, NodePoint> writable = new HashMap<>();

  NodePlan(String link, List<Device> devices) {
    for (Device device : devices) {
      for (PointTemplate point : device.points()) {
        switch (point.address()) {
          case Address.OpcUaNode node -> add(NodePoint.of(device, point, node));
          case Address.Fixed fixed -> {}
          case Address.ModbusRegister register -> throw alien(link, device, point, "registers");
          case Address.MqttTopic topic -> throw alien(link, device, point, "a topic");
        }
      }
    }
  }

  private static WattwardException alien(
      String link, Device device, PointTemplate point, String where) {
    return new WattwardException(
        "Link \"%s\" speaks OPC UA, but %s lives in %s. Put the device on another link."
            .formatted(link, device.pointId(point), where));
  }

  private void add(NodePoint node) {
    all.add(node);
    if (node.template().readable()) {
      readable.computeIfAbsent(node.template().pollGroup(), none -> new ArrayList<>()).add(node);
    }
    if (node.template().isWritable()) {
      writable.put(node.id(), node);
    }
  }

  /** All points, each once. */
  List<NodePoint> all() {
    return all;
  }

  List<NodePoint> readable(PollGroup group) {
    return readable.getOrDefault(group, List.of());
  }

  Optional<NodePoint> writable(PointId id) {
    return Optional.ofNullable(writable.get(id));
  }

  List<NodePoint> writable() {
    return List.copyOf(writable.values());
  }

  /** The period of a poll group; points that are read once are confirmed in the slow one. */
  static Duration period(PollGroup group, PollPeriods periods) {
    return switch (group) {
      case FAST -> periods.fast();
      case NORMAL -> periods.normal();
      case SLOW, ONCE -> periods.slow();
    };
  }
}
