package org.wattward.rules.packages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;

/**
 * How facts go through the day of a scenario: numbers by the hour, straight lines between. A
 * decision is made again and again, as a zone's clock does, and each sees the time of day.
 *
 * @param every the time from one decision to the next, above zero
 * @param hourly the facts that change with the time of day
 */
public record DayCourse(Duration every, List<Hourly> hourly) {
  /** How many numbers a field has: one for each full hour; the day's end meets its beginning. */
  static final int HOURS = 24;

  private static final double SECONDS_PER_HOUR = 3600;

  public DayCourse {
    hourly = List.copyOf(hourly);
  }

  /**
   * A fact through the day.
   *
   * @param type its type
   * @param fixed the fields that stay, its id among them
   * @param hours the fields that change, each with {@value #HOURS} numbers
   */
  public record Hourly(FactType type, Map<String, Object> fixed, Map<String, List<Double>> hours) {
    public Hourly {
      fixed = Map.copyOf(fixed);
      hours = Map.copyOf(hours);
    }
  }

  /**
   * What has changed at a time.
   *
   * @param sinceMidnight local time; beyond a day it begins again
   */
  List<Scenario.Given> at(Duration sinceMidnight) {
    double hour = sinceMidnight.toMillis() / 1000.0 / SECONDS_PER_HOUR % HOURS;
    List<Scenario.Given> given = new ArrayList<>();
    given.add(
        new Scenario.Given(
            FactSchema.type("Calendar").orElseThrow(),
            Map.of("timeOfDayH", hour, "minuteOfQuarterH", hour * 60 % 15)));
    for (Hourly one : hourly) {
      Map<String, Object> values = new HashMap<>(one.fixed);
      one.hours.forEach((field, numbers) -> values.put(field, between(numbers, hour)));
      given.add(new Scenario.Given(one.type, values));
    }
    return given;
  }

  private static double between(List<Double> numbers, double hour) {
    int full = (int) hour;
    double before = numbers.get(full % HOURS);
    double after = numbers.get((full + 1) % HOURS);
    return before + (after - before) * (hour - full);
  }
}
