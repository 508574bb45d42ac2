package org.wattward.controller.command;

/**
 * A figure held against its goal.
 *
 * @param name what was measured
 * @param value what came out
 * @param unit its unit
 * @param goal what it should be, with the comparison: {@code <= 100}
 * @param met whether it is
 */
public record Goal(String name, double value, String unit, String goal, boolean met) {
  static Goal exactly(String name, long value, String unit, long goal) {
    return new Goal(name, (double) value, unit, "= " + goal, value == goal);
  }

  static Goal atMost(String name, double value, String unit, double goal) {
    return new Goal(name, value, unit, "<= " + plain(goal), value <= goal);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
