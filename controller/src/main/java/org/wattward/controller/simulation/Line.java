package org.wattward.controller.simulation;

import java.util.OptionalDouble;

/**
 * A line of the report.
 *
 * @param name what it is
 * @param unit its unit
 * @param value with the rules
 * @param baseline without them, if that was simulated
 */
public record Line(String name, String unit, double value, OptionalDouble baseline) {
  /** By how much the rules change it, of the baseline; none where that is 0. */
  public OptionalDouble change() {
    return baseline.isPresent() && baseline.getAsDouble() != 0
        ? OptionalDouble.of(value / baseline.getAsDouble() - 1)
        : OptionalDouble.empty();
  }
}
