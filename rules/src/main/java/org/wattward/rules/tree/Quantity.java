package org.wattward.rules.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wattward.devices.quantity.Dimension;
import org.wattward.devices.quantity.Unit;

/**
 * What a number measures: the units it may be in.
 *
 * <p>A number as written has no unit of its own and takes the one it needs. Where a literal leaves
 * more than one reading open (the 5 in {@code supplyTempC - 5} may be a temperature or a
 * difference; the 1000 in {@code powerW / 1000} a factor or the step to kW), all are kept until a
 * comparison chooses.
 *
 * @param readings what it may be; empty for a number that takes any unit
 */
public record Quantity(List<Measure> readings) {
  /** A number without a unit of its own. */
  public static final Quantity FREE = new Quantity(List.of());

  private static final int MOST_READINGS = 8;
  private static final List<Double> STEPS = List.of(100.0, 1000.0, 1e6, 60.0, 3600.0);

  public Quantity {
    readings = List.copyOf(readings);
  }

  /** The quantity of a unit. */
  public static Quantity of(Unit unit) {
    return new Quantity(List.of(Measure.of(unit)));
  }

  /** Whether the number takes any unit. */
  public boolean isFree() {
    return readings.isEmpty();
  }

  /**
   * What both may be together, for comparing, choosing the lesser, and the like.
   *
   * @return nothing when they are of different kinds
   */
  public Optional<Quantity> common(Quantity other) {
    if (isFree() || other.isFree()) {
      return Optional.of(isFree() ? other : this);
    }
    return some(
        readings.stream()
            .filter(reading -> other.readings.stream().anyMatch(reading::isSame))
            .toList());
  }

  /** The quantity of a sum, if there can be one. */
  public Optional<Quantity> plus(Quantity other) {
    if (isFree() || other.isFree()) {
      Quantity known = isFree() ? other : this;
      return Optional.of(isFree() && other.isFree() ? FREE : known.withTemperatures(false));
    }
    return pairs(other, Measure::plus);
  }

  /** The quantity of a difference, if there can be one. */
  public Optional<Quantity> minus(Quantity other) {
    if (isFree() && other.isFree()) {
      return Optional.of(FREE);
    }
    if (other.isFree()) {
      return Optional.of(withTemperatures(true));
    }
    return isFree() ? Optional.of(other.withTemperatures(true)) : pairs(other, Measure::minus);
  }

  /** The quantity of a product, if there can be one; {@code literal} is the other's value. */
  public Optional<Quantity> times(Quantity other) {
    return isFree()
        ? Optional.of(other)
        : other.isFree() ? Optional.of(this) : pairs(other, Measure::times);
  }

  /** The quantity of a quotient, if there can be one. */
  public Optional<Quantity> over(Quantity other) {
    if (other.isFree()) {
      return Optional.of(this);
    }
    return isFree()
        ? new Quantity(List.of(Measure.NONE)).pairs(other, Measure::over)
        : pairs(other, Measure::over);
  }

  /** The readings after the number was multiplied by a written number. */
  public Quantity scaled(double by) {
    List<Measure> scaled = new ArrayList<>(readings);
    boolean isStep = STEPS.contains(by) || STEPS.contains(1 / by);
    readings.stream()
        .filter(reading -> isStep && !reading.absolute())
        .forEach(reading -> scaled.add(reading.scaled(1 / by)));
    return some(scaled).orElse(FREE);
  }

  /** Whether one of the readings is a temperature on a scale, which cannot be multiplied. */
  public boolean isTemperature() {
    return !readings.isEmpty() && readings.stream().allMatch(Measure::absolute);
  }

  /** Whether the number may be in this unit. */
  public boolean fits(Unit unit) {
    return common(of(unit)).isPresent();
  }

  /** The unit for messages: {@code "W (power)"}. */
  public String shown() {
    return isFree() ? "no unit" : readings.getFirst().shown();
  }

  /** The symbol of the unit alone; empty for a bare number. */
  public String symbol() {
    return isFree() ? "" : readings.getFirst().symbol();
  }

  /** A temperature with a bare number added or taken away may be a temperature or a difference. */
  private Quantity withTemperatures(boolean differenceOfTwo) {
    List<Measure> all = new ArrayList<>(readings);
    for (Measure reading : readings) {
      boolean other = differenceOfTwo || !reading.absolute();
      if (reading.isThermal() && other) {
        all.add(reading.withAbsolute(!reading.absolute()));
      }
    }
    return some(all).orElse(FREE);
  }

  private Optional<Quantity> pairs(Quantity other, Join join) {
    List<Measure> joined = new ArrayList<>();
    for (Measure left : readings) {
      for (Measure right : other.readings) {
        join.of(left, right).ifPresent(joined::add);
      }
    }
    return some(joined);
  }

  private static Optional<Quantity> some(List<Measure> readings) {
    List<Measure> distinct = readings.stream().distinct().limit(MOST_READINGS).toList();
    return distinct.isEmpty() ? Optional.empty() : Optional.of(new Quantity(distinct));
  }

  @FunctionalInterface
  private interface Join {
    Optional<Measure> of(Measure left, Measure right);
  }

  /**
   * One reading: powers of the base dimensions, and the unit's size in their base units.
   *
   * @param powers exponent of each dimension, none of them 0
   * @param factor the unit's size
   * @param absolute whether it is a temperature on a scale and not a difference
   */
  public record Measure(Map<Dimension, Integer> powers, double factor, boolean absolute) {
    static final Measure NONE = new Measure(Map.of(), 1, false);
    private static final double SAME = 1e-9;

    public Measure {
      powers = Collections.unmodifiableMap(new TreeMap<>(powers));
    }

    static Measure of(Unit unit) {
      double factor = isThermal(unit) ? 1 : unit.convert(1, first(unit)) * size(unit.dimension());
      return new Measure(base(unit.dimension()), factor, unit.dimension() == Dimension.TEMPERATURE);
    }

    private static boolean isThermal(Unit unit) {
      return unit.dimension() == Dimension.TEMPERATURE
          || unit.dimension() == Dimension.TEMPERATURE_DIFFERENCE;
    }

    /** The size of a dimension's first unit: energy counts in watt-seconds. */
    private static double size(Dimension dimension) {
      return dimension == Dimension.ENERGY ? 3600 : 1;
    }

    /** The unit that the others of its dimension are measured in. */
    private static Unit first(Unit unit) {
      for (Unit candidate : Unit.values()) {
        if (candidate.dimension() == unit.dimension()) {
          return candidate.dimension() == Dimension.RATIO ? Unit.ONE : candidate;
        }
      }
      return unit;
    }

    private static Map<Dimension, Integer> base(Dimension dimension) {
      return switch (dimension) {
        case ENERGY -> Map.of(Dimension.POWER, 1, Dimension.TIME, 1);
        case TEMPERATURE, TEMPERATURE_DIFFERENCE -> Map.of(Dimension.TEMPERATURE, 1);
        case RATIO, COUNT -> Map.of();
        case POWER,
            REACTIVE_POWER,
            APPARENT_POWER,
            VOLTAGE,
            CURRENT,
            FREQUENCY,
            ILLUMINANCE,
            LUMINANCE,
            IRRADIANCE,
            SPEED,
            MASS_FLOW,
            VOLUME_FLOW,
            PRESSURE,
            TIME,
            ANGLE,
            PRICE,
            CARBON_INTENSITY,
            LENGTH,
            AREA,
            VOLUME,
            LINE_IMPEDANCE,
            LINE_ADMITTANCE ->
            Map.of(dimension, 1);
      };
    }

    boolean isThermal() {
      return powers.equals(Map.of(Dimension.TEMPERATURE, 1));
    }

    boolean isSame(Measure other) {
      return powers.equals(other.powers)
          && absolute == other.absolute
          && Math.abs(factor / other.factor - 1) < SAME;
    }

    Measure withAbsolute(boolean isAbsolute) {
      return new Measure(powers, factor, isAbsolute);
    }

    Measure scaled(double by) {
      return new Measure(powers, factor * by, absolute);
    }

    private static Optional<Measure> plus(Measure left, Measure right) {
      boolean same = left.withAbsolute(false).isSame(right.withAbsolute(false));
      boolean both = left.absolute && right.absolute;
      return same && !both
          ? Optional.of(left.withAbsolute(left.absolute || right.absolute))
          : Optional.empty();
    }

    private static Optional<Measure> minus(Measure left, Measure right) {
      boolean same = left.withAbsolute(false).isSame(right.withAbsolute(false));
      boolean upsideDown = !left.absolute && right.absolute;
      return same && !upsideDown
          ? Optional.of(left.withAbsolute(left.absolute && !right.absolute))
          : Optional.empty();
    }

    private static Optional<Measure> times(Measure left, Measure right) {
      return joined(left, right, 1);
    }

    private static Optional<Measure> over(Measure left, Measure right) {
      return joined(left, right, -1);
    }

    private static Optional<Measure> joined(Measure left, Measure right, int sign) {
      if (left.absolute || right.absolute) {
        return Optional.empty();
      }
      Map<Dimension, Integer> powers = new TreeMap<>(left.powers);
      right.powers.forEach(
          (dimension, power) -> powers.merge(dimension, sign * power, Integer::sum));
      powers.values().removeIf(power -> power == 0);
      double factor = sign > 0 ? left.factor * right.factor : left.factor / right.factor;
      return Optional.of(new Measure(powers, factor, false));
    }

    String symbol() {
      return unit().map(Unit::symbol).orElseGet(this::composed);
    }

    String shown() {
      return unit()
          .map(unit -> "%s (%s)".formatted(unit.symbol(), unit.dimension().title()))
          .orElseGet(this::composed);
    }

    private Optional<Unit> unit() {
      for (Unit unit : Unit.values()) {
        if (isSame(of(unit))) {
          return Optional.of(unit);
        }
      }
      return Optional.empty();
    }

    private String composed() {
      String product =
          powers.entrySet().stream()
              .map(power ->
                  power.getValue() == 1
                      ? power.getKey().title()
                      : power.getKey().title() + "^" + power.getValue())
              .collect(Collectors.joining(" x "));
      return product.isEmpty() ? "a ratio times " + factor : product;
    }
  }
}
