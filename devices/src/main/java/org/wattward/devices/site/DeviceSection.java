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
    DeviceTemplate.Protocol needed = device.template().protocol();
    for (LinkConfig link : links) {
      DeviceTemplate.Protocol spoken =
          switch (link) {
            case LinkConfig.ModbusTcp _, LinkConfig.ModbusSerial _ ->
                DeviceTemplate.Protocol.MODBUS;
            case LinkConfig.OpcUa _ -> DeviceTemplate.Protocol.OPC_UA;
            case LinkConfig.Mqtt _ -> DeviceTemplate.Protocol.MQTT;
          };
      if (link.id().equals(device.link()) && spoken != needed) {
        problems.add(
            node.get("link").orElse(node),
            "The template \"%s\" speaks %s, but the link \"%s\" is %s."
                .formatted(device.template().id(), needed.key(), link.id(), typeOf(spoken)),
            "Choose a link of type %s.".formatted(typeOf(needed)));
      }
    }
  }

  /** The usual type of link of a protocol, as site files name it. */
  private static String typeOf(DeviceTemplate.Protocol protocol) {
    return protocol == DeviceTemplate.Protocol.MODBUS ? "modbus-tcp" : protocol.key();
  }

  private void checkUnit(Mapping node, Device device, Map<String, String> units) {
    if (device.template().protocol() != DeviceTemplate.Protocol.MODBUS) {
      return;
    }
    // An inverter often shows its battery and its meter under its own unit.
    String place = "%s %d %s".formatted(device.link(), device.unit(), device.template().id());
    String other = units.putIfAbsent(place, device.id());
    if (other != null) {
      problems.add(
          node.get("unit").orElse(node),
          "The devices \"%s\" and \"%s\" have the same unit %d on the link \"%s\"."
              .formatted(other, device.id(), device.unit(), device.link()),
          "Give each a unit of its own.");
    }
  }
}
