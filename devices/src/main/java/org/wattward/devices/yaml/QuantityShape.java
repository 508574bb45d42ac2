package org.wattward.devices.yaml;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.quantity.Unit;

/**
 * A number with a unit.
 *
 * @param unit what it converts to; {@code null} when only another key tells
 * @param min least value in {@code unit}
 * @param max greatest value in {@code unit}
 */
record QuantityShape(@Nullable Unit unit, double min, double max) implements Shape {
  /** As {@code min}: anything more than 0. */
  static final double ABOVE_ZERO = Double.MIN_VALUE;

  static final QuantityShape ANY =
      new QuantityShape(null, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  @Override
  public void check(YamlNode node, Problems problems) {
    if (unit == null) {
      if (!(node instanceof YamlNode.Scalar)) {
        problems.add(
            node,
            "A quantity was expected, not %s.".formatted(node.form()),
            "Write a number with its unit, for example 10 kW.");
      }
      return;
    }
    OptionalDouble value = Quantity.read(node, unit, problems);
    if (value.isPresent() && !(value.getAsDouble() >= min && value.getAsDouble() <= max)) {
      problems.add(
          node, "%s cannot be right.".formatted(Sentence.start(node.form())), limits(unit));
    }
  }

  private String limits(Unit unit) {
    String symbol = unit == Unit.ONE || unit == Unit.COUNT ? "" : " " + unit;
    if (max == Double.POSITIVE_INFINITY) {
      return min == ABOVE_ZERO
          ? "Write more than 0%s.".formatted(symbol)
          : "Write at least %s%s.".formatted(Sentence.number(min), symbol);
    }
    String least = min == ABOVE_ZERO ? "more than 0" : Sentence.number(min);
    return "Write %s to %s%s.".formatted(least, Sentence.number(max), symbol);
  }

  @Override
  public Map<String, Object> schema() {
    if (unit == null) {
      return Map.of("type", List.of("string", "number"));
    }
    List<String> symbols = Quantity.symbolsLike(unit);
    boolean bare = Quantity.mayBeBare(unit);
    String pattern =
        "^%s\\s*(?:%s)%s$"
            .formatted(
                Quantity.NUMBER,
                symbols.stream().map(QuantityShape::escaped).collect(Collectors.joining("|")),
                bare ? "?" : "");
    return Ordered.map("type", bare ? List.of("string", "number") : "string", "pattern", pattern);
  }

  private static String escaped(String symbol) {
    return symbol.replaceAll("([.*+?^$|(){}\\[\\]\\\\])", "\\\\$1");
  }
}
