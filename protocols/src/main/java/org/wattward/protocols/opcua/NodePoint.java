package org.wattward.protocols.opcua;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.Address.BrowseName;
import org.wattward.devices.template.Address.NodePlace;
import org.wattward.devices.template.Address.Sampling;
import org.wattward.devices.template.PointTemplate;

/**
 * One point that lives in an OPC UA variable.
 *
 * @param id which point
 * @param template what it is
 * @param place where the variable is, the device's prefix filled in
 * @param element where the number is in the variable's value; empty when the value is the number
 * @param sampling what the server is asked to tell
 * @param scale what the raw number is multiplied with
 */
record NodePoint(
    PointId id,
    PointTemplate template,
    NodePlace place,
    List<String> element,
    Sampling sampling,
    double scale) {
  static NodePoint of(Device device, PointTemplate point, Address.OpcUaNode node) {
    return new NodePoint(
        device.pointId(point),
        point,
        filled(node.place(), device),
        node.element(),
        node.sampling(),
        node.scale());
  }

  private static NodePlace filled(NodePlace place, Device device) {
    return switch (place) {
      case NodePlace.Id(String namespaceUri, String identifier) ->
          new NodePlace.Id(namespaceUri, filled(identifier, device));
      case NodePlace.BrowsePath(List<BrowseName> names) ->
          new NodePlace.BrowsePath(
              names.stream()
                  .map(each -> new BrowseName(each.namespaceUri(), filled(each.name(), device)))
                  .toList());
    };
  }

  private static String filled(String text, Device device) {
    return text.replace("${device}", device.prefix());
  }

  /**
   * Which part of the value the server is asked for (OPC 10000-4, 7.27): one number of an array.
   * Anything deeper comes whole, since servers cut matrices differently and structures not at all.
   */
  @Nullable String indexRange() {
    return isInArray() ? element.getFirst() : null;
  }

  /** Whether it is one number of an array. */
  boolean isInArray() {
    return element.size() == 1 && element.getFirst().chars().allMatch(Character::isDigit);
  }

  /** How the variable is called in sentences. */
  String node() {
    return element.isEmpty() ? place.text() : place.text() + " at /" + String.join("/", element);
  }
}
