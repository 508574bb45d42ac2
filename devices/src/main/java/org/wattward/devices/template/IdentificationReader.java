package org.wattward.devices.template;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads by which registers a Modbus device says what it is. */
final class IdentificationReader {
  private IdentificationReader() {}

  static Optional<Identification> read(Mapping root, Problems problems) {
    Optional<Mapping> mapping = root.mapping("identification");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = new Fields(mapping.get());
    OptionalInt holding = fields.whole("holding");
    OptionalInt input = fields.whole("input");
    if (holding.isPresent() == input.isPresent()) {
      problems.add(
          mapping.get(),
          "It is not clear where the identification stands.",
          "Write either holding or input with the PDU address.");
      return Optional.empty();
    }
    List<Integer> codes =
        mapping.get().items("codes").stream()
            .map(Fields::wide)
            .filter(code -> code.isPresent())
            .map(code -> (int) code.getAsLong())
            .toList();
    List<String> texts =
        mapping.get().items("texts").stream()
            .filter(YamlNode.Scalar.class::isInstance)
            .map(item -> ((YamlNode.Scalar) item).value())
            .toList();
    int registers = fields.whole("registers").orElse(1);
    int longest = texts.stream().mapToInt(String::length).max().orElse(0);
    if (codes.isEmpty() == texts.isEmpty() || longest > 2 * registers) {
      problems.add(
          mapping.get(),
          "The identification is neither a number nor a text that fits %d registers."
              .formatted(registers),
          "Write codes: [1648] or texts: [SUN2000], with two characters in a register.");
      return Optional.empty();
    }
    RegisterTable table = holding.isPresent() ? RegisterTable.HOLDING : RegisterTable.INPUT;
    int address = holding.isPresent() ? holding.getAsInt() : input.orElse(0);
    return Optional.of(new Identification(table, address, registers, codes, texts));
  }
}
