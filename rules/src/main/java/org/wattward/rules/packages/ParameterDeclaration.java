package org.wattward.rules.packages;

import org.wattward.devices.quantity.Unit;

/**
 * A parameter of a package.
 *
 * @param name its name in rules
 * @param title what it means
 * @param unit its unit
 * @param min least value allowed
 * @param max greatest value allowed
 * @param defaultValue its value when nothing else is said
 */
public record ParameterDeclaration(
    String name, String title, Unit unit, double min, double max, double defaultValue) {

  /** Whether the value is within the range. */
  public boolean allows(double value) {
    return value >= min && value <= max;
  }
}
