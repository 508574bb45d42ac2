package org.wattward.controller.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wattward.controller.simulation.Figures;
import org.wattward.controller.simulation.Plan;
import org.wattward.controller.simulation.ScenarioOutcome;

/**
 * What a simulation is held against.
 *
 * @param plan what was simulated
 * @param seconds how long that took
 */
record SimulateGoals(Plan plan, double seconds) {
  private static final double SECONDS_FOR_A_YEAR = 60;
  private static final int DEVICES_OF_THE_GOAL = 200;
  private static final double MOST_HEAP_MIB = 2048;

  /** How long after a fault its device may be away. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /**
   * The goals.
   *
   * @param all what came out, by variant
   * @param outcomes how a scenario went, by variant; under its faults writes may fail
   */
  List<Goal> of(Map<String, Figures> all, Map<String, ScenarioOutcome> outcomes) {
    List<Goal> goals = new ArrayList<>();
    addTime(goals, all.size());
    goals.add(Goal.atMost("peak heap", DemoMeter.peakHeapMiB(), "MiB", MOST_HEAP_MIB));
    if (outcomes.isEmpty()) {
      all.forEach((name, figures) ->
          goals.add(Goal.exactly("failed writes, " + name, figures.failedWrites(), "writes", 0)));
    }
    outcomes.forEach((name, outcome) -> addPromises(goals, name, outcome));
    return goals;
  }

  /** The time goal is that of a year with 200 devices; other sizes are held against their share. */
  private void addTime(List<Goal> goals, int variants) {
    double deviceYears =
        (double) plan.site().devices().size()
            * plan.quarters()
            * plan.steps()
            * variants
            / (DEVICES_OF_THE_GOAL * 525_600.0);
    if (deviceYears > 0.1) {
      goals.add(
          Goal.atMost(
              "time for a year of 200 devices at 60 s",
              seconds / deviceYears,
              "s",
              SECONDS_FOR_A_YEAR));
    }
  }

  /** What the controller promises whatever breaks. */
  private void addPromises(List<Goal> goals, String name, ScenarioOutcome outcome) {
    Instant end = plan.from().plus(plan.step().multipliedBy(plan.steps()));
    goals.add(
        Goal.exactly(
            "devices that did not come back, " + name,
            outcome.missing(end, PATIENCE).size(),
            "devices",
            0));
    goals.add(
        Goal.exactly("writes repeated blindly, " + name, outcome.writes().blind(), "writes", 0));
  }
}
