package org.wattward.devices.yaml;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.wattward.devices.quantity.Unit;

/**
 * Reads the values of a mapping by type, once its {@link Shape} has been checked. A key that is not
 * there or whose value is wrong gives nothing; what is wrong was said by the shape already.
 */
public final class Fields {
  private final YamlNode.Mapping mapping;

  /** The fields of a mapping. */
  public Fields(YamlNode.Mapping mapping) {
    this.mapping = mapping;
  }

  /** A text that must be there. */
  public String text(String key) {
    return mapping.text(key).orElse("");
  }

  /** A text, or another when it is left out. */
  public String text(String key, String otherwise) {
    return mapping.text(key).orElse(otherwise);
  }

  /** A whole number. */
  public OptionalInt whole(String key) {
    OptionalLong number = wide(key);
    return number.isPresent()
        ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
        : OptionalInt.empty();
  }

  /** A whole number of up to 64 bits. */
  public OptionalLong wide(String key) {
    return mapping.get(key).map(WholeShape::read).orElse(OptionalLong.empty());
  }

  /** A node as a whole number of up to 64 bits; 0x… is taken as unsigned bits. */
  public static OptionalLong wide(YamlNode node) {
    return WholeShape.read(node);
  }

  /** A flag, or another when it is left out. */
  public boolean flag(String key, boolean otherwise) {
    return mapping.text(key).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** A quantity in a unit. */
  public OptionalDouble quantity(String key, Unit unit) {
    return quantity(key, unit, new Problems());
  }

  /** A quantity in a unit that the shape did not know. */
  public OptionalDouble quantity(String key, Unit unit, Problems problems) {
    Optional<YamlNode> node = mapping.get(key);
    return node.isPresent() ? Quantity.read(node.get(), unit, problems) : OptionalDouble.empty();
  }

  /** A quantity that must be there. */
  public double number(String key, Unit unit) {
    return quantity(key, unit).orElse(0);
  }

  /** A duration, or another when it is left out. */
  public Duration duration(String key, Duration otherwise) {
    return mapping
        .get(key)
        .flatMap(node -> Quantity.readDuration(node, new Problems()))
        .orElse(otherwise);
  }
}
