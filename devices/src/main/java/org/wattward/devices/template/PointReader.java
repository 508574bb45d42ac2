package org.wattward.devices.template;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.quantity.Dimension;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address.Fixed;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.Address.MqttTopic;
import org.wattward.devices.template.Address.OpcUaNode;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.template.WritingReader.Range;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Quantity;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads one point of a template. */
final class PointReader {
  /** Counters have no natural end; no energy in this world is above it. */
  private static final double MAX_COUNTER = 1e15;

  private static final Map<Protocol, List<String>> WIRE_KEYS =
      Map.of(
          Protocol.MODBUS, List.of("register"),
          Protocol.OPC_UA, List.of("node", "browsePath"),
          Protocol.MQTT, List.of("message"));

  private static final String FIXED = "fixed";

  /** Keys that say more about a node. */
  private static final List<String> NODE_KEYS = List.of("element", "sampling");

  private final DeviceKind kind;
  private final Protocol protocol;
  private final String namespace;
  private final boolean lowWordFirst;
  private final Problems problems;

  PointReader(
      DeviceKind kind,
      Protocol protocol,
      String namespace,
      boolean lowWordFirst,
      Problems problems) {
    this.kind = kind;
    this.protocol = protocol;
    this.namespace = namespace;
    this.lowWordFirst = lowWordFirst;
    this.problems = problems;
  }

  /** Reads a point, its shape checked. */
  Optional<PointTemplate> read(String name, Mapping mapping) {
    Fields fields = new Fields(mapping);
    Form form = form(mapping);
    Optional<Unit> given = unit(name, mapping, form);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Unit unit = kind.standardPoints().getOrDefault(name, given.get());
    Optional<Address> address = address(mapping, given.get(), unit);
    Optional<Range> range = range(mapping, form, unit, address);
    if (address.isEmpty() || range.isEmpty()) {
      return Optional.empty();
    }
    Optional<Writing> writing =
        mapping
            .mapping("write")
            .flatMap(write -> new WritingReader(unit, problems).read(write, range.get()));
    mapping.mapping("write").ifPresent(write -> checkWritable(write, address.get()));
    boolean readable = fields.flag("read", true);
    if (!readable && mapping.mapping("write").isEmpty()) {
      problems.add(mapping, "The point can be neither read nor written.", "Leave it away.");
    }
    return Optional.of(
        new PointTemplate(
            name,
            fields.text("title", words(name)),
            form,
            unit,
            range.get().min(),
            range.get().max(),
            readable,
            pollGroup(mapping, PollGroup.NORMAL),
            address.get(),
            writing,
            new RecordingReader(unit, problems).read(mapping, Recording.EVERY),
            new AlarmLimitReader(unit, problems).read(mapping, readable, List.of())));
  }

  /** The poll group a mapping names. */
  static PollGroup pollGroup(Mapping mapping, PollGroup otherwise) {
    return Arrays.stream(PollGroup.values())
        .filter(group -> mapping.text("poll").equals(Optional.of(TemplateFormat.word(group))))
        .findFirst()
        .orElse(otherwise);
  }

  private Form form(Mapping mapping) {
    return Arrays.stream(Form.values())
        .filter(each -> mapping.text("form").equals(Optional.of(TemplateFormat.word(each))))
        .findFirst()
        .orElseGet(() -> likelyForm(mapping));
  }

  private static Form likelyForm(Mapping mapping) {
    Mapping register = mapping.mapping("register").orElse(mapping);
    if (register.get("coil").isPresent() || register.get("discreteInput").isPresent()) {
      return Form.SWITCH;
    }
    return register.get("codes").isPresent() ? Form.STATE : Form.NUMBER;
  }

  /** The unit in which the device speaks. */
  private Optional<Unit> unit(String name, Mapping mapping, Form form) {
    Optional<Unit> given = mapping.text("unit").flatMap(Unit::of);
    Unit standard = kind.standardPoints().get(name);
    if (standard == null) {
      boolean counted = form == Form.SWITCH || form == Form.STATE;
      if (given.isEmpty() && !counted) {
        problems.add(
            mapping,
            "The point \"%s\" has no unit, and it is none of the standard points of a %s."
                .formatted(name, kind.key()),
            "Add unit, for example unit: W.");
      }
      return given.isPresent() || !counted ? given : Optional.of(Unit.COUNT);
    }
    if (given.isPresent() && given.get().dimension() != standard.dimension()) {
      problems.add(
          mapping.get("unit").orElse(mapping),
          "The point \"%s\" of a %s is a %s in %s; %s is a %s."
              .formatted(
                  name,
                  kind.key(),
                  standard.dimension().title(),
                  standard,
                  given.get(),
                  given.get().dimension().title()),
          "Use a unit of %s or give the point another name."
              .formatted(standard.dimension().title()));
      return Optional.empty();
    }
    return Optional.of(given.orElse(standard));
  }

  private Optional<Range> range(Mapping mapping, Form form, Unit unit, Optional<Address> address) {
    if (mapping.get("range").isPresent()) {
      return new WritingReader(unit, problems).range(mapping);
    }
    if (form == Form.SWITCH) {
      return Optional.of(new Range(0, 1));
    }
    if (form == Form.COUNTER || (form == Form.NUMBER && unit.dimension() == Dimension.ENERGY)) {
      return Optional.of(new Range(0, MAX_COUNTER));
    }
    if (address.orElse(null) instanceof ModbusRegister register && !register.codes().isEmpty()) {
      double least = register.codes().values().stream().min(Double::compare).orElse(0.0);
      double greatest = register.codes().values().stream().max(Double::compare).orElse(0.0);
      return Optional.of(new Range(least, greatest));
    }
    problems.add(
        mapping,
        "The key \"range\" is missing.",
        "Add range: the least and the greatest value that can be true, for example [0 %s, 100 %s]."
            .formatted(unit, unit));
    return Optional.empty();
  }

  private Optional<Address> address(Mapping mapping, Unit given, Unit unit) {
    List<String> wire = WIRE_KEYS.getOrDefault(protocol, List.of());
    List<String> found =
        mapping.entries().keySet().stream()
            .filter(key ->
                key.equals(FIXED) || WIRE_KEYS.values().stream().anyMatch(k -> k.contains(key)))
            .toList();
    if (found.size() != 1 || !(wire.contains(found.getFirst()) || found.getFirst().equals(FIXED))) {
      problems.add(
          mapping,
          found.isEmpty()
              ? "The point lives nowhere."
              : "The point is given by %s.".formatted(String.join(" and ", found)),
          "With protocol %s write %s, or fixed for a constant."
              .formatted(protocol.key(), String.join(" or ", wire)));
      return Optional.empty();
    }
    checkNodeKeys(mapping, found.getFirst());
    if (found.getFirst().equals(FIXED)) {
      return fixed(mapping, unit);
    }
    double factor = given.convert(1, unit) - given.convert(0, unit);
    return switch (protocol) {
      case MODBUS ->
          mapping
              .mapping("register")
              .flatMap(register ->
                  new RegisterReader(lowWordFirst, problems).read(register, given, unit))
              .map(register -> register);
      case OPC_UA -> Optional.of(new NodeReader(namespace, problems).read(mapping, unit, factor));
      case MQTT -> mapping.mapping("message").map(message -> topic(message, factor));
    };
  }

  private void checkNodeKeys(Mapping mapping, String wire) {
    for (String key : NODE_KEYS) {
      if (protocol != Protocol.OPC_UA || wire.equals(FIXED)) {
        mapping
            .get(key)
            .ifPresent(node ->
                problems.add(
                    node,
                    "The key \"%s\" belongs to OPC UA nodes, and this point has none."
                        .formatted(key),
                    "Leave %s away.".formatted(key)));
      }
    }
  }

  private static MqttTopic topic(Mapping message, double factor) {
    return new MqttTopic(
        message.text("topic").orElse(""),
        message.text("pointer").orElse(""),
        message.text("time"),
        message.text("command"),
        factor);
  }

  private Optional<Address> fixed(Mapping mapping, Unit unit) {
    if (mapping.text("fixed").equals(Optional.of("site"))) {
      return Optional.of(new Fixed(OptionalDouble.empty()));
    }
    YamlNode node = mapping.get("fixed").orElse(mapping);
    OptionalDouble value = Quantity.read(node, unit, problems);
    return value.isPresent() ? Optional.of(new Fixed(value)) : Optional.empty();
  }

  private void checkWritable(Mapping write, Address address) {
    boolean writable =
        switch (address) {
          case ModbusRegister register ->
              register.table() == RegisterTable.HOLDING || register.table() == RegisterTable.COIL;
          case OpcUaNode node -> node.isSettable();
          case MqttTopic topic -> topic.commandTopic().isPresent();
          case Fixed fixed -> false;
        };
    if (!writable) {
      problems.add(
          write,
          "This point cannot be written.",
          "Only coils, holding registers, nodes or one number of an array in them, and messages"
              + " with a command topic can.");
    }
  }

  /** A name in words: {@code energyImport} is "Energy import". */
  private static String words(String name) {
    String spaced = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    String[] words = spaced.split(" ");
    for (int i = 1; i < words.length; i++) {
      boolean isName = words[i].length() > 1 && Character.isDigit(words[i].charAt(1));
      words[i] = isName ? words[i] : words[i].toLowerCase(Locale.ROOT);
    }
    words[0] = words[0].substring(0, 1).toUpperCase(Locale.ROOT) + words[0].substring(1);
    return String.join(" ", words);
  }
}
