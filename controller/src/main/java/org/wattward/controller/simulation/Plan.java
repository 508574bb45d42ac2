package org.wattward.controller.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.wattward.devices.site.Site;
import org.wattward.rules.packages.RulePackage;

/**
 * What is to be simulated.
 *
 * @param site each of the transformer districts
 * @param quarters how many transformer districts there are, each with a seed of its own
 * @param from when it begins
 * @param days how long
 * @param step how far the clock goes at once, a whole number of seconds that divides a quarter of
 *     an hour
 * @param seed what all noise is drawn from
 * @param rules the rule packages there are
 * @param tariff what energy costs and emits
 * @param everyStep whether every zone decides in every step, even when nothing changed that its
 *     rules look at
 */
public record Plan(
    Site site,
    int quarters,
    Instant from,
    int days,
    Duration step,
    long seed,
    List<RulePackage> rules,
    Tariff tariff,
    boolean everyStep) {
  static final int QUARTER_HOUR_S = 900;
  private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
  private static final Duration LONGEST_REST = Duration.ofMinutes(15);
  private static final Duration LEAST = Duration.ofSeconds(1);

  public Plan {
    rules = List.copyOf(rules);
    if (days < 1 || quarters < 1) {
      throw new IllegalArgumentException(
          "A simulation of %d days and %d districts is none.".formatted(days, quarters));
    }
    if (step.compareTo(LEAST) < 0
        || !QUARTER_HOUR.equals(step.multipliedBy(QUARTER_HOUR.dividedBy(step)))) {
      throw new IllegalArgumentException(
          "A step of %s does not divide 15 min. Use 1 s, 5 s, 10 s, 30 s, 60 s, 300 s or 900 s."
              .formatted(step));
    }
  }

  /** The same, with zones that decide in every step. */
  Plan tireless() {
    return new Plan(site, quarters, from, days, step, seed, rules, tariff, true);
  }

  /** The longest time between two decisions of a zone. */
  Duration longestRest() {
    return everyStep ? step : LONGEST_REST.compareTo(step) < 0 ? step : LONGEST_REST;
  }

  /** How many steps one district takes. */
  public long steps() {
    return Duration.ofDays(days).dividedBy(step);
  }

  int devices() {
    return site.devices().size() * quarters;
  }
}
