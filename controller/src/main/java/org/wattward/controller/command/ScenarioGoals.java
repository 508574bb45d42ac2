package org.wattward.controller.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wattward.controller.simulation.ScenarioOutcome;

/**
 * What the controller promises whatever breaks, as goals.
 *
 * @param outcomes how a scenario went, by variant
 * @param end when it ended
 */
record ScenarioGoals(Map<String, ScenarioOutcome> outcomes, Instant end) {
  private static final Duration PATIENCE = Duration.ofHours(1);

  boolean isEmpty() {
    return outcomes.isEmpty();
  }

  List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    outcomes.forEach((name, outcome) -> {
      goals.add(
          Goal.exactly(
              "devices that did not come back, " + name,
              outcome.missing(end, PATIENCE).size(),
              "devices",
              0));
      goals.add(
          Goal.exactly("writes repeated blindly, " + name, outcome.writes().blind(), "writes", 0));
    });
    return goals;
  }
}
