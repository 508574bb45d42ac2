package org.wattward.controller.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.wattward.devices.WattwardException;
import org.wattward.sim.scenario.Scenario;

/** A simulated time: each transformer district, under each variant, on a thread of its own. */
public final class Simulation {
  private static final int STEPS_TOLD_AT_ONCE = 256;
  private final Plan plan;
  private final List<Variant> variants;
  private final Optional<Scenario> scenario;
  private final Map<String, SortedMap<Integer, ScenarioOutcome>> outcomes =
      new ConcurrentHashMap<>();
  private final AtomicLong done = new AtomicLong();

  /** A simulation that does not run yet. */
  public Simulation(Plan plan, List<Variant> variants) {
    this(plan, variants, Optional.empty());
  }

  /**
   * A simulation that does not run yet.
   *
   * @param scenario what happens in every district, if anything does
   */
  public Simulation(Plan plan, List<Variant> variants, Optional<Scenario> scenario) {
    this.plan = plan;
    this.variants = List.copyOf(variants);
    this.scenario = scenario;
  }

  /** How the scenario went, by the variant's name, once it was run; empty without one. */
  public Map<String, ScenarioOutcome> outcomes() {
    Map<String, ScenarioOutcome> all = new LinkedHashMap<>();
    for (Variant variant : variants) {
      SortedMap<Integer, ScenarioOutcome> quarters = outcomes.get(variant.name());
      if (quarters != null) {
        all.put(variant.name(), ScenarioOutcome.sum(List.copyOf(quarters.values())));
      }
    }
    return all;
  }

  /** Which share of it is done. Any thread. */
  public double progress() {
    return (double) done.get() / (plan.steps() * plan.quarters() * variants.size());
  }

  /**
   * Runs it.
   *
   * @param threads how many districts at once
   * @return what came out, by the variant's name
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public Map<String, Figures> run(int threads) throws InterruptedException {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Map<String, List<Future<Figures>>> running = new LinkedHashMap<>();
      for (Variant variant : variants) {
        List<Future<Figures>> quarters = new ArrayList<>();
        for (int number = 0; number < plan.quarters(); number++) {
          int one = number;
          quarters.add(pool.submit(() -> live(variant, one)));
        }
        running.put(variant.name(), quarters);
      }
      Map<String, Figures> all = new LinkedHashMap<>();
      for (var entry : running.entrySet()) {
        List<Figures> quarters = new ArrayList<>();
        for (Future<Figures> quarter : entry.getValue()) {
          quarters.add(quarter.get());
        }
        all.put(entry.getKey(), Figures.sum(quarters));
      }
      return all;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof WattwardException known
          ? known
          : new WattwardException("The simulation had a fault: " + e.getCause(), e);
    }
  }

  private Figures live(Variant variant, int number) {
    // A script tries what the controller does about faults, so every zone looks in every step.
    Plan lived = scenario.isPresent() ? plan.tireless() : plan;
    Quarter quarter = new Quarter(lived, variant, number, scenario);
    long steps = plan.steps();
    for (long step = 1; step <= steps; step++) {
      quarter.step();
      if (step % STEPS_TOLD_AT_ONCE == 0) {
        done.addAndGet(STEPS_TOLD_AT_ONCE);
      }
    }
    done.addAndGet(steps % STEPS_TOLD_AT_ONCE);
    quarter
        .outcome()
        .ifPresent(outcome ->
            outcomes
                .computeIfAbsent(variant.name(), _ -> new ConcurrentSkipListMap<>())
                .put(number, outcome));
    return quarter.end();
  }
}
