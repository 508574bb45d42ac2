package org.wattward.protocols.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttTopic;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;

/** Which topics a link listens to, and whose values they carry. Immutable. */
final class TopicPlan {
  private final Map<String, List<TopicPoint>> byFilter = new LinkedHashMap<>();
  private final Map<String, List<TopicPoint>> byTopic = new HashMap<>();
  private final Map<String, List<TopicPoint>> byWildcard = new LinkedHashMap<>();
  private final Map<PointId, TopicPoint> writable = new HashMap<>();

  TopicPlan(String link, List<Device> devices) {
    for (Device device : devices) {
      for (PointTemplate point : device.points()) {
        switch (point.address()) {
          case Address.MqttTopic topic -> add(link, TopicPoint.of(device, point, topic));
          case Address.Fixed fixed -> {}
          case Address.ModbusRegister register -> throw alien(link, device, point, "registers");
          case Address.OpcUaNode node -> throw alien(link, device, point, "an OPC UA variable");
        }
      }
    }
    byFilter.forEach((filter, points) ->
        (filter.contains("+") || filter.contains("#") ? byWildcard : byTopic).put(filter, points));
  }

  private static WattwardException alien(
      String link, Device device, PointTemplate point, String where) {
    return new WattwardException(
        "Link \"%s\" speaks MQTT, but %s lives in %s. Put the device on another link."
            .formatted(link, device.pointId(point), where));
  }

  private void add(String link, TopicPoint point) {
    if (point.template().readable()) {
      validate(link, point.id(), point.filter(), true);
      byFilter.computeIfAbsent(point.filter(), none -> new ArrayList<>()).add(point);
    }
    if (point.template().isWritable() && point.commandTopic().isPresent()) {
      validate(link, point.id(), point.commandTopic().get(), false);
      writable.put(point.id(), point);
    }
  }

  private static void validate(String link, PointId point, String topic, boolean wildcards) {
    try {
      MqttTopic.validate(topic, wildcards);
    } catch (IllegalArgumentException e) {
      throw new WattwardException(
          "\"%s\" of %s on link \"%s\" is no topic: %s. Maybe the device's prefix is missing in the site file."
              .formatted(topic, point, link, e.getMessage()),
          e);
    }
  }

  /** The topic filters to subscribe to. */
  List<String> filters() {
    return List.copyOf(byFilter.keySet());
  }

  /** The points whose values come by a filter. */
  List<TopicPoint> byFilter(String filter) {
    return byFilter.getOrDefault(filter, List.of());
  }

  /** The points that a message of a topic may carry values of. */
  List<TopicPoint> at(String topic) {
    List<TopicPoint> exact = byTopic.getOrDefault(topic, List.of());
    if (byWildcard.isEmpty()) {
      return exact;
    }
    List<TopicPoint> found = new ArrayList<>(exact);
    byWildcard.forEach((filter, points) -> {
      if (MqttTopic.isMatched(filter, topic)) {
        found.addAll(points);
      }
    });
    return found;
  }

  Optional<TopicPoint> writable(PointId id) {
    return Optional.ofNullable(writable.get(id));
  }
}
