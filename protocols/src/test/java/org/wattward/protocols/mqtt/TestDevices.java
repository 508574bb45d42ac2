package org.wattward.protocols.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;

/** Devices and links for tests. */
final class TestDevices {
  static final Writing WRITING =
      new Writing(
          0,
          5000,
          0,
          0,
          0,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          1,
          Double.POSITIVE_INFINITY,
          Duration.ZERO);

  private TestDevices() {}

  static LinkConfig.Mqtt link(String url) {
    return link(url, Optional.empty());
  }

  static LinkConfig.Mqtt link(String url, LinkConfig.Mqtt.Version version) {
    return link(url, Optional.empty(), version);
  }

  static LinkConfig.Mqtt link(String url, Optional<String> user, LinkConfig.Mqtt.Version version) {
    LinkConfig.Mqtt plain = link(url, user);
    return new LinkConfig.Mqtt(
        plain.id(),
        plain.url(),
        plain.clientId(),
        plain.username(),
        version,
        LinkConfig.Mqtt.Keys.NONE,
        plain.periods());
  }

  static LinkConfig.Mqtt link(String url, Optional<String> user) {
    Duration period = Duration.ofMillis(50);
    return new LinkConfig.Mqtt(
        "mqtt-test",
        url,
        "wattward-test",
        user,
        new LinkConfig.PollPeriods(period, period, period));
  }

  static Device device(String id, String prefix, PointTemplate... points) {
    var template =
        new DeviceTemplate(
            "test",
            "Test",
            DeviceKind.SENSOR,
            DeviceTemplate.Protocol.MQTT,
            "none",
            DeviceTemplate.Pacing.NONE,
            List.of(points));
    return new Device(id, id, template, "mqtt-test", 0, prefix, Optional.empty(), Map.of());
  }

  static PointTemplate point(String name, Address.MqttTopic topic, Optional<Writing> writing) {
    return new PointTemplate(
        name, name, Form.NUMBER, Unit.W, -1e6, 1e6, true, PollGroup.FAST, topic, writing);
  }

  static PointTemplate plain(String name) {
    return json(name, "${device}/" + name, "");
  }

  static PointTemplate json(String name, String topic, String pointer) {
    return point(
        name,
        new Address.MqttTopic(topic, pointer, Optional.empty(), Optional.empty(), 1),
        Optional.empty());
  }

  static PointTemplate timed(String name, String topic, String pointer, String timePointer) {
    return point(
        name,
        new Address.MqttTopic(topic, pointer, Optional.of(timePointer), Optional.empty(), 1),
        Optional.empty());
  }

  static PointTemplate commanded(String name) {
    return point(
        name,
        new Address.MqttTopic(
            "${device}/" + name,
            "",
            Optional.empty(),
            Optional.of("${device}/" + name + "/set"),
            1),
        Optional.of(WRITING));
  }

  static PointId id(String device, String name) {
    return new PointId(device, name);
  }
}
