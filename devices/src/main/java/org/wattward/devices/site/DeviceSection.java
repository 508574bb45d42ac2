package org.wattward.devices.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.Templates;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** The devices of a site file with their templates and links. */
record DeviceSection(Mapping root, Templates templates, List<LinkConfig> links, Problems problems) {
  List<Device> read() {
    Names linkNames = Names.of("link", root.mappings("links"), new Problems());
    Names buses =
        Names.of(
            "bus",
            root.mapping("network").map(it -> it.mappings("buses")).orElse(List.of()),
            new Problems());
    List<Device> devices = new ArrayList<>();
    Map<String, String> units = new LinkedHashMap<>();
    for (Mapping node : root.mappings("devices")) {
      node.get("link").ifPresent(link -> linkNames.check(link, problems));
      node.get("bus").ifPresent(bus -> buses.check(bus, problems));
      Optional<DeviceTemplate> template = template(node);
      if (template.isPresent() && SiteFormat.DEVICE.accepts(node)) {
        Device device = new DeviceReader(problems).read(node, template.get());
        checkProtocol(node, device);
        checkUnit(node, device, units);
        devices.add(device);
      }
    }
    return devices;
  }

  private Optional<DeviceTemplate> template(Mapping node) {
    Optional<YamlNode.Scalar> name = node.scalar("template");
    Optional<DeviceTemplate> template = name.flatMap(it -> templates.find(it.value()));
    if (name.isPresent() && template.isEmpty()) {
      problems.add(
          name.get(),
          "There is no template \"%s\".".formatted(name.get().value()),
          Nearest.advice(name.get().value(), templates.ids(), "templates"));
    }
    return template;
  }

  private void checkProtocol(Mapping node, Device device) {
    String needed = device.template().protocol().key().replace("modbus", "modbus-tcp");
    for (LinkConfig link : links) {
      String spoken =
          switch (link) {
            case LinkConfig.ModbusTcp tcp -> "modbus-tcp";
            // A Modbus template is good for either.
            case LinkConfig.ModbusSerial serial ->
                needed.equals("modbus-tcp") ? needed : "modbus-serial";
            case LinkConfig.OpcUa opcUa -> "opc-ua";
            case LinkConfig.Mqtt mqtt -> "mqtt";
          };
      if (link.id().equals(device.link()) && !spoken.equals(needed)) {
        problems.add(
            node.get("link").orElse(node),
            "The template \"%s\" speaks %s, but the link \"%s\" is %s."
                .formatted(
                    device.template().id(), device.template().protocol().key(), link.id(), spoken),
            "Choose a link of type %s.".formatted(needed));
      }
    }
  }

  private void checkUnit(Mapping node, Device device, Map<String, String> units) {
    if (device.template().protocol() != DeviceTemplate.Protocol.MODBUS) {
      return;
    }
    String other = units.putIfAbsent(device.link() + " " + device.unit(), device.id());
    if (other != null) {
      problems.add(
          node.get("unit").orElse(node),
          "The devices \"%s\" and \"%s\" have the same unit %d on the link \"%s\"."
              .formatted(other, device.id(), device.unit(), device.link()),
          "Give each a unit of its own.");
    }
  }
}
