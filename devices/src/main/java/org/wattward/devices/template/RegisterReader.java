package org.wattward.devices.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address.CompanionWrite;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads where a point lives on Modbus.
 *
 * @param lowWordFirst the template's word order
 * @param problems takes what is wrong
 */
record RegisterReader(boolean lowWordFirst, Problems problems) {
  private static final Map<String, RegisterTable> TABLES =
      Map.of(
          "input", RegisterTable.INPUT,
          "holding", RegisterTable.HOLDING,
          "coil", RegisterTable.COIL,
          "discreteInput", RegisterTable.DISCRETE_INPUT);

  /**
   * Reads a register, its shape checked.
   *
   * @param given the unit of the register's values after scaling
   * @param wanted the unit they are converted to
   */
  Optional<ModbusRegister> read(Mapping mapping, Unit given, Unit wanted) {
    List<String> tables = TABLES.keySet().stream().filter(mapping.entries()::containsKey).toList();
    if (tables.size() != 1) {
      problems.add(
          mapping,
          tables.isEmpty() ? "The register has no address." : "The register has several addresses.",
          "Write one of input, holding, coil and discreteInput with the PDU address.");
      return Optional.empty();
    }
    Fields fields = new Fields(mapping);
    RegisterTable table = TABLES.getOrDefault(tables.getFirst(), RegisterTable.INPUT);
    Optional<RegisterType> type = type(mapping, table);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    int address = fields.whole(tables.getFirst()).orElse(0);
    checkEnd(mapping.get(tables.getFirst()).orElse(mapping), address, type.get());
    boolean lowFirst =
        mapping.text("words").map(words -> words.equals("low-first")).orElse(lowWordFirst);
    double scale = fields.quantity("scale", Unit.ONE).orElse(1);
    if (scale == 0) {
      problems.add(mapping, "A scale of 0 leaves nothing.", "Write for example scale: 0.1.");
    }
    double offset = fields.quantity("offset", given, problems).orElse(0);
    double factor = given.convert(1, wanted) - given.convert(0, wanted);
    OptionalInt scaleRegister = fields.whole("scaleRegister");
    return Optional.of(
        new ModbusRegister(
            table,
            address,
            new RegisterEncoding(type.get(), lowFirst && type.get().registers() > 1),
            scale * factor,
            given.convert(offset, wanted),
            scaleRegister.isPresent() ? Optional.of(scaleRegister.getAsInt()) : Optional.empty(),
            notANumber(mapping, type.get()),
            companions(mapping, table),
            codes(mapping)));
  }

  private Optional<RegisterType> type(Mapping mapping, RegisterTable table) {
    Optional<RegisterType> type =
        mapping
            .text("type")
            .flatMap(key ->
                Arrays.stream(RegisterType.values())
                    .filter(each -> each.key().equals(key))
                    .findFirst());
    if (table.isBits()) {
      if (type.isPresent() && type.get() != RegisterType.BIT) {
        problems.add(mapping, "A %s is a bit.".formatted(table.key()), "Leave type away.");
      }
      return Optional.of(RegisterType.BIT);
    }
    if (type.isEmpty() || type.get() == RegisterType.BIT) {
      problems.add(
          mapping,
          "A register needs a type that tells how its words are a number.",
          "Add for example type: int16.");
      return Optional.empty();
    }
    return type;
  }

  private void checkEnd(YamlNode node, int address, RegisterType type) {
    int last = address + type.registers() - 1;
    if (last > 0xFFFF) {
      problems.add(
          node,
          "A %s at %d ends at %d.".formatted(type.key(), address, last),
          "The last Modbus address is 65535.");
    }
  }

  private static List<Long> notANumber(Mapping mapping, RegisterType type) {
    List<Long> codes = new ArrayList<>();
    for (YamlNode item : mapping.items("notANumber")) {
      OptionalLong code = Fields.wide(item);
      long mask = type.registers() == 4 ? -1L : (1L << (16 * type.registers())) - 1;
      code.ifPresent(value -> codes.add(value & mask));
    }
    return codes;
  }

  private static Map<Long, Double> codes(Mapping mapping) {
    Map<Long, Double> codes = new LinkedHashMap<>();
    mapping
        .mapping("codes")
        .ifPresent(map -> {
          Fields values = new Fields(map);
          map.entries()
              .keySet()
              .forEach(key -> codes.put(Long.decode(key), values.number(key, Unit.COUNT)));
        });
    return codes;
  }

  private List<CompanionWrite> companions(Mapping mapping, RegisterTable table) {
    List<CompanionWrite> companions = new ArrayList<>();
    for (Mapping item : mapping.mappings("onWrite")) {
      Fields fields = new Fields(item);
      companions.add(
          new CompanionWrite(
              fields.whole("address").orElse(0),
              fields.whole("value").orElse(0),
              fields.text("when").equals("before"),
              fields.whole("follow").orElse(0)));
    }
    if (!companions.isEmpty() && table != RegisterTable.HOLDING) {
      problems.add(
          mapping,
          "Only holding registers can be written together with others.",
          "Leave onWrite away or use a holding register.");
    }
    return companions;
  }
}
