package org.wattward.devices.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address.Fixed;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointOverrides;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Quantity;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads a device, its shape checked and its template found. */
record DeviceReader(Problems problems) {
  /** The properties that any device may have, with the unit they are kept in. */
  private static final Map<String, Unit> PROPERTIES = properties();

  private static Map<String, Unit> properties() {
    Map<String, Unit> properties = new LinkedHashMap<>();
    properties.put("ratedPower", Unit.W);
    properties.put("ratedHeatPower", Unit.W);
    properties.put("ratedApparentPower", Unit.VA);
    properties.put("guaranteedPower", Unit.W);
    properties.put("leastDimLevel", Unit.PERCENT);
    properties.put("ratedReactivePower", Unit.VAR);
    properties.put("ratedApparentPower", Unit.VA);
    properties.put("guaranteedPower", Unit.W);
    properties.put("ratedCurrent", Unit.AMPERE);
    properties.put("capacity", Unit.WH);
    properties.put("volume", Unit.M3);
    properties.put("area", Unit.M2);
    properties.put("length", Unit.METRE);
    properties.put("tilt", Unit.DEGREE);
    properties.put("azimuth", Unit.DEGREE);
    properties.put("designSupplyTemp", Unit.CELSIUS);
    properties.put("minPower", Unit.W);
    properties.put("lamps", Unit.COUNT);
    properties.put("leastDimLevel", Unit.PERCENT);
    properties.put("booster", Unit.COUNT);
    properties.put("groundSource", Unit.COUNT);
    return properties;
  }

  Device read(Mapping device, DeviceTemplate type) {
    Fields fields = new Fields(device);
    boolean modbus = type.protocol() == Protocol.MODBUS;
    checkForeign(device, modbus ? "prefix" : "unit", type);
    DeviceTemplate template =
        device
            .mapping("points")
            .map(overrides -> PointOverrides.apply(type, overrides, problems))
            .orElse(type);
    return new Device(
        fields.text("id"),
        fields.text("title", fields.text("id")),
        template.withPoints(withProperties(template, device)),
        fields.text("link"),
        modbus ? fields.whole("unit").orElse(1) : 0,
        modbus ? "" : fields.text("prefix", fields.text("id")),
        device.text("bus"),
        properties(device, template));
  }

  private void checkForeign(Mapping device, String key, DeviceTemplate type) {
    Optional<YamlNode> node = device.get(key);
    if (node.isPresent()) {
      problems.add(
          node.get(),
          "The key \"%s\" means nothing for a device that speaks %s."
              .formatted(key, type.protocol().key()),
          "Leave it away.");
    }
  }

  /** Gives points that the site file knows the value of that value. */
  private List<PointTemplate> withProperties(DeviceTemplate template, Mapping device) {
    Optional<Fields> properties = device.mapping("properties").map(Fields::new);
    List<PointTemplate> points = new ArrayList<>();
    for (PointTemplate point : template.points()) {
      boolean fromSite = point.address() instanceof Fixed fixed && fixed.value().isEmpty();
      OptionalDouble value =
          properties
              .map(it -> it.quantity(point.name(), point.unit()))
              .orElse(OptionalDouble.empty());
      if (fromSite && value.isEmpty()) {
        problems.add(
            device,
            "The template \"%s\" takes \"%s\" from the site file."
                .formatted(template.id(), point.name()),
            "Add properties: {%s: a value in %s}.".formatted(point.name(), point.unit()));
      }
      points.add(fromSite && value.isPresent() ? point.at(new Fixed(value)) : point);
    }
    return points;
  }

  private Map<String, Double> properties(Mapping device, DeviceTemplate template) {
    Map<String, Unit> known = new LinkedHashMap<>(PROPERTIES);
    template.points().stream()
        .filter(point -> point.address() instanceof Fixed)
        .forEach(point -> known.put(point.name(), point.unit()));
    Map<String, Double> values = new LinkedHashMap<>();
    device
        .mapping("properties")
        .ifPresent(mapping ->
            mapping.entries().forEach((name, entry) -> property(name, entry, known, values)));
    return values;
  }

  private void property(
      String name, YamlNode.Entry entry, Map<String, Unit> known, Map<String, Double> values) {
    Unit unit = known.get(name);
    if (unit == null) {
      problems.add(
          entry.keyAt(),
          entry.value().path(),
          "The property \"%s\" is not known.".formatted(name),
          Nearest.advice(name, known.keySet(), "properties"));
      return;
    }
    OptionalDouble value = Quantity.read(entry.value(), unit, problems);
    value.ifPresent(number -> values.put(name + suffix(unit), number));
  }

  /** How a unit ends a name: {@code ratedPowerW}, {@code designSupplyTempC}. */
  private static String suffix(Unit unit) {
    return switch (unit) {
      case COUNT, ONE -> "";
      case CELSIUS -> "C";
      case PERCENT -> "Percent";
      case DEGREE -> "Deg";
      case METRE -> "M";
      case VAR -> "Var";
      case VA -> "Va";
      default ->
          unit.symbol().substring(0, 1).toUpperCase(Locale.ROOT)
              + unit.symbol().substring(1).replace("/", "Per");
    };
  }
}
