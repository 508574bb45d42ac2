package org.wattward.rules.facts;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.wattward.devices.quantity.Unit;

/**
 * A field of a fact, as rules see it.
 *
 * @param name its name: {@code powerW}
 * @param form what it holds
 * @param unit the unit, for numbers
 * @param when the field that tells whether this one is known; empty when it always is
 * @param offers for a switch that tells whether the device has a writable point, that point's name;
 *     else empty
 * @param points the points of the same device that it is made of
 * @param access reads it
 */
public record FactField(
    String name,
    Form form,
    Optional<Unit> unit,
    String when,
    String offers,
    List<String> points,
    Access access) {
  public FactField {
    points = List.copyOf(points);
  }

  /** What a field holds. */
  public enum Form {
    /** A number with fraction. */
    NUMBER,
    /** A whole number. */
    WHOLE,
    /** Yes or no. */
    SWITCH,
    /** A text. */
    TEXT;

    /** Whether it is a number of either sort. */
    public boolean isNumber() {
      return this == NUMBER || this == WHOLE;
    }
  }

  /** Reads a field of a fact of the right type. Exactly one form fits a field. */
  public sealed interface Access {
    /** Reads a number. */
    record OfNumber(ToDoubleFunction<Object> get) implements Access {}

    /** Reads a switch. */
    record OfSwitch(Predicate<Object> get) implements Access {}

    /** Reads a text. */
    record OfText(Function<Object, Object> get) implements Access {}
  }

  /** Whether the field may be absent, so that a rule must ask first. */
  public boolean mayBeAbsent() {
    return !when.isEmpty();
  }

  /** The field's number; a switch is 0 or 1. */
  public double number(Fact fact) {
    return switch (access) {
      case Access.OfNumber(var get) -> get.applyAsDouble(fact);
      case Access.OfSwitch(var get) -> get.test(fact) ? 1 : 0;
      case Access.OfText(var _) -> throw new IllegalStateException("%s is a text.".formatted(name));
    };
  }

  /** The field's switch. */
  public boolean isOn(Fact fact) {
    return number(fact) != 0;
  }

  /** The field's value as a text for people: number without unit, yes or no, or the text. */
  public String shown(Fact fact) {
    return switch (access) {
      case Access.OfNumber(var get) -> String.valueOf(get.applyAsDouble(fact));
      case Access.OfSwitch(var get) -> String.valueOf(get.test(fact));
      case Access.OfText(var get) -> String.valueOf(get.apply(fact));
    };
  }
}
