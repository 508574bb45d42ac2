package org.wattward.protocols.mqtt;

import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;

/**
 * One point that lives in MQTT messages.
 *
 * @param id which point
 * @param template what it is
 * @param filter the topic filter its messages come by, the device's prefix filled in
 * @param jsonPointer where the value is in a JSON payload; empty when the payload is the number
 * @param timePointer where the time is in a JSON payload
 * @param commandTopic where set values go
 * @param scale what the raw number is multiplied with
 */
record TopicPoint(
    PointId id,
    PointTemplate template,
    String filter,
    String jsonPointer,
    Optional<String> timePointer,
    Optional<String> commandTopic,
    double scale) {
  static TopicPoint of(Device device, PointTemplate point, Address.MqttTopic topic) {
    return new TopicPoint(
        device.pointId(point),
        point,
        filled(topic.topic(), device),
        topic.jsonPointer(),
        topic.timePointer(),
        topic.commandTopic().map(command -> filled(command, device)),
        topic.scale());
  }

  private static String filled(String topic, Device device) {
    return topic.replace("${device}", device.prefix());
  }
}
