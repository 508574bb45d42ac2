package org.wattward.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wattward.controller.simulation.ScenarioOutcome.FaultOutcome;
import org.wattward.devices.site.Site;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.scenario.BundledScenarios;
import org.wattward.sim.scenario.Scenario;
import org.wattward.sim.scenario.ScenarioReader;

/** What the controller promises under faults, tried in process. */
class ScenarioRunTest {
  private static final Site SITE = DistrictModel.demoSite();
  private static final Duration STEP = Duration.ofMinutes(3);

  private static ScenarioOutcome outcome(Scenario scenario, long seed, Duration step)
      throws InterruptedException {
    Instant start = scenario.start().orElse(Instant.parse("2026-01-14T07:00:00Z"));
    Plan plan = plan(start, seed, step);
    Simulation simulation = new Simulation(plan, List.of(Variant.ALL), Optional.of(scenario));
    simulation.run(1);
    return Objects.requireNonNull(simulation.outcomes().get(Variant.ALL.name()));
  }

  private static Plan plan(Instant start, long seed, Duration step) {
    return new Plan(SITE, 1, start, 1, step, seed, PackageLoader.own(), Tariff.GERMANY, false);
  }

  private static Scenario scenario(String items) {
    return ScenarioReader.read("s.yaml", "title: A test\n" + items, SITE);
  }

  private static Map<String, FaultOutcome> byDevice(ScenarioOutcome outcome) {
    return outcome.faults().stream()
        .collect(Collectors.toMap(fault -> fault.what() + " " + fault.device(), fault -> fault));
  }

  @Test
  void aDayWithEveryFaultKeepsThePromises() throws InterruptedException {
    Scenario every =
        ScenarioReader.read("e", BundledScenarios.text("every-fault").orElseThrow(), SITE);
    ScenarioOutcome outcome = outcome(every, 13, STEP);
    System.out.printf("A day with every fault, seed %d: %s%n", outcome.seed(), outcome);
    Map<String, FaultOutcome> faults = byDevice(outcome);
    Set<String> mustBeSeen =
        Set.of(
            "silent heatpump-05",
            "silent meter-01",
            "slow heatpump-03",
            "wrong-exception heatpump-03",
            "wrong-exception battery-01",
            "half-open meter-04",
            "half-open heatpump-04",
            "unplugged lights-01",
            "sensor-absent store-01");
    mustBeSeen.forEach(name -> {
      FaultOutcome fault = Objects.requireNonNull(faults.get(name), name);
      Duration seen = Duration.between(fault.began(), fault.noticed().orElseThrow());
      assertThat(seen).as("%s is noticed", name).isBetween(Duration.ZERO, STEP.multipliedBy(5));
      Duration back =
          Duration.between(fault.ended().orElseThrow(), fault.recovered().orElseThrow());
      assertThat(back).as("%s is over", name).isBetween(Duration.ZERO, STEP.multipliedBy(2));
    });
    assertThat(outcome.requestsWithdrawn()).as("requests that rested on the lost").isPositive();
    assertThat(outcome.alarmsRaised()).isGreaterThanOrEqualTo(mustBeSeen.size());
    assertThat(outcome.writes().verified()).isPositive();
    assertThat(outcome.writes().refused()).as("by those that refuse all").isPositive();
    assertThat(outcome.writes().unknown()).as("to the silent").isPositive();
    assertThat(outcome.writes().blind()).as("sent again before it was read").isZero();
  }

  @Test
  void withoutFaultsNothingIsNoticedAndNothingFails() throws InterruptedException {
    ScenarioOutcome calm =
        outcome(
            scenario("events:\n  - {after: 1 h, for: 2 h, level: 2}\n"), 1, Duration.ofMinutes(15));
    assertThat(calm.faults()).isEmpty();
    assertThat(calm.writes().verified()).isPositive();
    assertThat(calm.writes())
        .isEqualTo(new ScenarioOutcome.Writes(calm.writes().verified(), 0, 0, 0, 0));
  }
}
