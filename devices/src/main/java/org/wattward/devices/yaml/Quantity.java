package org.wattward.devices.yaml;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wattward.devices.quantity.Unit;

/**
 * A number with its unit as text: {@code 4.2 kW}, {@code 60 s}, {@code 1.5 h}.
 *
 * <p>A bare number is taken only where the unit wanted is {@link Unit#ONE} or {@link Unit#COUNT}.
 */
public final class Quantity {
  /** A decimal number. */
  static final String NUMBER = "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?";

  private static final Pattern NUMBER_AND_REST = Pattern.compile("(" + NUMBER + ")\\s*(.*)");
  private static final Pattern COMMA = Pattern.compile("[+-]?\\d+,\\d+.*");
  private static final double NANOS_PER_S = 1e9;

  private Quantity() {}

  /** Whether a value in this unit may be written without it. */
  public static boolean mayBeBare(Unit unit) {
    return unit == Unit.ONE || unit == Unit.COUNT;
  }

  /**
   * Reads a quantity in the unit wanted.
   *
   * @param node where it stands
   * @param unit what it is converted to
   * @param problems takes what is wrong: no number, no unit, another dimension
   * @return nothing when something was wrong
   */
  public static OptionalDouble read(YamlNode node, Unit unit, Problems problems) {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      problems.add(node, "A quantity was expected, not %s.".formatted(node.form()), example(unit));
      return OptionalDouble.empty();
    }
    Matcher matcher = NUMBER_AND_REST.matcher(scalar.value().strip());
    boolean comma = COMMA.matcher(scalar.value().strip()).matches();
    if (comma || !matcher.matches()) {
      String advice = comma ? "Write a decimal point, not a comma." : example(unit);
      problems.add(node, "%s is no quantity.".formatted(quoted(node)), advice);
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(matcher.group(1));
    if (!Double.isFinite(number)) {
      problems.add(node, "The number %s is too large.".formatted(scalar.value()), example(unit));
      return OptionalDouble.empty();
    }
    return converted(scalar, number, matcher.group(2), unit, problems);
  }

  /**
   * A number in the unit in which it was written.
   *
   * @param value the number
   * @param unit its unit; {@link Unit#ONE} for a bare number
   */
  public record Measured(double value, Unit unit) {}

  /**
   * Reads a quantity whose dimension is not known.
   *
   * @return nothing when something was wrong
   */
  public static Optional<Measured> readAny(YamlNode node, Problems problems) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value().strip() : "";
    Matcher matcher = NUMBER_AND_REST.matcher(text);
    Optional<Unit> unit =
        matcher.matches() && !matcher.group(2).isEmpty()
            ? Unit.of(matcher.group(2))
            : Optional.of(Unit.ONE);
    if (unit.isEmpty()) {
      problems.add(
          node,
          "\"%s\" in \"%s\" is no unit.".formatted(matcher.group(2), text),
          Nearest.advice(
              matcher.group(2), Arrays.stream(Unit.values()).map(Unit::symbol).toList(), "units"));
      return Optional.empty();
    }
    OptionalDouble value = read(node, unit.get(), problems);
    return value.isPresent()
        ? Optional.of(new Measured(value.getAsDouble(), unit.get()))
        : Optional.empty();
  }

  /**
   * Reads a duration: {@code 500 ms}, {@code 60 s}, {@code 5 min}, {@code 1.5 h}.
   *
   * @return nothing when something was wrong
   */
  public static Optional<Duration> readDuration(YamlNode node, Problems problems) {
    OptionalDouble seconds = read(node, Unit.SECOND, problems);
    return seconds.isPresent() ? Optional.of(duration(seconds.getAsDouble())) : Optional.empty();
  }

  /** Seconds as a duration. */
  public static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * NANOS_PER_S));
  }

  private static OptionalDouble converted(
      YamlNode.Scalar node, double number, String symbol, Unit wanted, Problems problems) {
    if (symbol.isEmpty()) {
      if (mayBeBare(wanted)) {
        return OptionalDouble.of(number);
      }
      problems.add(
          node,
          "The number %s has no unit.".formatted(node.value()),
          "Maybe you meant %s %s.".formatted(node.value(), wanted));
      return OptionalDouble.empty();
    }
    Optional<Unit> unit = Unit.of(symbol);
    if (unit.isEmpty()) {
      problems.add(
          node,
          "\"%s\" in \"%s\" is no unit.".formatted(symbol, node.value()),
          Nearest.advice(symbol, symbolsLike(wanted), "units of " + wanted.dimension().title()));
      return OptionalDouble.empty();
    }
    if (unit.get().dimension() != wanted.dimension()) {
      problems.add(
          node,
          "%s is a %s, but a %s in %s is needed."
              .formatted(
                  node.value(), unit.get().dimension().title(), wanted.dimension().title(), wanted),
          example(wanted));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(unit.get().convert(number, wanted));
  }

  /** The symbols of all units that convert into one. */
  static List<String> symbolsLike(Unit unit) {
    return Arrays.stream(Unit.values())
        .filter(other -> other.dimension() == unit.dimension())
        .map(Unit::symbol)
        .toList();
  }

  private static String quoted(YamlNode node) {
    return node.form().startsWith("\"") ? node.form() : "An empty value";
  }

  private static String example(Unit unit) {
    return mayBeBare(unit)
        ? "Write a number, for example 1."
        : "Write a number with its unit, for example 10 %s.".formatted(unit);
  }
}
