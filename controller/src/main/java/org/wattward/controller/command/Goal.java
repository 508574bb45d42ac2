package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.List;

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

  static Goal atLeast(String name, double value, String unit, double goal) {
    return new Goal(name, value, unit, ">= " + plain(goal), value >= goal);
  }

  /** Prints a line for each. */
  static void print(List<Goal> goals, PrintWriter out) {
    for (Goal goal : goals) {
      out.printf(
          "  %-4s %s: %s %s (goal %s)%n",
          goal.met ? "met" : "NOT", goal.name, goal.value, goal.unit, goal.goal);
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
