package org.wattward.protocols.opcua;

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
  private TestDevices() {}

  static LinkConfig.OpcUa link(String url, Duration period) {
    return link(url, "None", period);
  }

  static LinkConfig.OpcUa link(String url, String security, Duration period) {
    return new LinkConfig.OpcUa(
        "opcua-test", url, security, new LinkConfig.PollPeriods(period, period, period));
  }

  /** A device whose nodes are called {@code Prefix.PointName}. */
  static Device device(String id, String prefix, PointTemplate... points) {
    var template =
        new DeviceTemplate(
            "test",
            "Test",
            DeviceKind.SENSOR,
            DeviceTemplate.Protocol.OPC_UA,
            "none",
            DeviceTemplate.Pacing.NONE,
            List.of(points));
    return new Device(id, id, template, "opcua-test", 0, prefix, Optional.empty(), Map.of());
  }

  static PointTemplate readable(String name, PollGroup group) {
    return point(name, group, 1, Optional.empty());
  }

  static PointTemplate scaled(String name, double scale) {
    return point(name, PollGroup.NORMAL, scale, Optional.empty());
  }

  static PointTemplate writable(String name, double min, double max, double tolerance) {
    var writing =
        new Writing(
            min,
            max,
            0,
            min,
            min,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            tolerance,
            Double.POSITIVE_INFINITY,
            Duration.ZERO);
    return point(name, PollGroup.NORMAL, 1, Optional.of(writing));
  }

  /** A fast point at a place of its own. */
  static PointTemplate at(String name, Address.NodePlace place, Address.Sampling sampling) {
    return point(name, new Address.OpcUaNode(place, List.of(), sampling, 1), Optional.empty());
  }

  static PointTemplate point(String name, Address address, Optional<Writing> writing) {
    return new PointTemplate(
        name, name, Form.NUMBER, Unit.W, -1e6, 1e6, true, PollGroup.FAST, address, writing);
  }

  static PointTemplate point(
      String name, PollGroup group, double scale, Optional<Writing> writing) {
    return new PointTemplate(
        name,
        name,
        Form.NUMBER,
        Unit.W,
        -1e6,
        1e6,
        true,
        group,
        new Address.OpcUaNode(TestServer.NAMESPACE, "s=${device}." + name, scale),
        writing);
  }

  static NodePoint node(PointTemplate point) {
    Device device = device("pump", "Pump", point);
    return NodePoint.of(device, point, (Address.OpcUaNode) point.address());
  }

  static PointId id(String device, String name) {
    return new PointId(device, name);
  }
}
