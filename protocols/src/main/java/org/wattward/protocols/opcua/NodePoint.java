package org.wattward.protocols.opcua;

import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;

/**
 * One point that lives in an OPC UA variable.
 *
 * @param id which point
 * @param template what it is
 * @param namespaceUri the variable's namespace
 * @param identifier the variable's identifier with its type letter, the device's prefix filled in
 * @param scale what the raw number is multiplied with
 */
record NodePoint(
    PointId id, PointTemplate template, String namespaceUri, String identifier, double scale) {
  static NodePoint of(Device device, PointTemplate point, Address.OpcUaNode node) {
    return new NodePoint(
        device.pointId(point),
        point,
        node.namespaceUri(),
        node.identifier().replace("${device}", device.prefix()),
        node.scale());
  }

  /** How the variable is called in sentences. */
  String node() {
    return "nsu=" + namespaceUri + ";" + identifier;
  }
}
