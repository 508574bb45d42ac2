package org.wattward.sim.physics;

/** Checks of parameters that many models share. */
final class Check {
  private Check() {}

  /** Refuses a value outside of its range, with its name in the message. */
  static double inRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidModel(
          "%s is %s; it must lie between %s and %s.".formatted(name, value, min, max));
    }
    return value;
  }

  /** Refuses a value that is not above zero. */
  static double positive(String name, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new InvalidModel("%s is %s; it must be above 0.".formatted(name, value));
    }
    return value;
  }

  /** Refuses a negative or infinite value. */
  static double notNegative(String name, double value) {
    if (!(value >= 0) || !Double.isFinite(value)) {
      throw new InvalidModel("%s is %s; it must not be negative.".formatted(name, value));
    }
    return value;
  }
}
