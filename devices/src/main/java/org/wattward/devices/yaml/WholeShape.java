package org.wattward.devices.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

record WholeShape(long min, long max, String what) implements Shape {
  private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,16}");

  /** Reads a whole number; 0x… is taken as unsigned bits. */
  static OptionalLong read(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar) {
      if (DECIMAL.matcher(scalar.value()).matches()) {
        return OptionalLong.of(Long.parseLong(scalar.value()));
      }
      if (HEX.matcher(scalar.value()).matches()) {
        return OptionalLong.of(Long.parseUnsignedLong(scalar.value().substring(2), 16));
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public void check(YamlNode node, Problems problems) {
    OptionalLong number = read(node);
    String range = "Write %s from %d to %d.".formatted(what, min, max);
    if (number.isEmpty()) {
      problems.add(node, "%s is no whole number.".formatted(Sentence.start(node.form())), range);
    } else if (number.getAsLong() < min || number.getAsLong() > max) {
      problems.add(
          node, "%s cannot be %d.".formatted(Sentence.start(what), number.getAsLong()), range);
    }
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    if (min > Long.MIN_VALUE) {
      schema.put("minimum", min);
    }
    if (max < Long.MAX_VALUE) {
      schema.put("maximum", max);
    }
    return schema;
  }
}
