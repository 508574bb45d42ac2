package org.wattward.rules.packages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.wattward.devices.time.Time;
import org.wattward.rules.conclusions.Conclusion;
import org.wattward.rules.conclusions.Condition;
import org.wattward.rules.conclusions.LimitPoint;
import org.wattward.rules.conclusions.Notice;
import org.wattward.rules.conclusions.SetPoint;
import org.wattward.rules.engine.Concluded;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactFactory;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.facts.Held;

/**
 * Runs a package's scenarios. Between steps it keeps what a controller would keep: the facts that
 * did not change, and how long conditions have held.
 */
public final class ScenarioRunner {
  private static final double SAME = 1e-6;

  private final RulePackage rulePackage;
  private final Time time;
  private final Map<Map<String, Double>, RuleEngine> engines = new HashMap<>();
  private final Set<String> fired = new TreeSet<>();
  private final Set<String> silent = new TreeSet<>();

  /**
   * Makes one.
   *
   * @param time for the engine's limit of time
   */
  public ScenarioRunner(RulePackage rulePackage, Time time) {
    this.rulePackage = rulePackage;
    this.time = time;
  }

  /**
   * What came of a step.
   *
   * @param scenario the scenario
   * @param step which step, from 1
   * @param given the facts, one to a line
   * @param expected what was expected
   * @param got what was concluded
   * @param passed whether they agree
   */
  public record StepResult(
      Scenario scenario,
      int step,
      List<String> given,
      List<String> expected,
      List<String> got,
      boolean passed) {
    public StepResult {
      given = List.copyOf(given);
      expected = List.copyOf(expected);
      got = List.copyOf(got);
    }
  }

  /**
   * What came of all scenarios.
   *
   * @param steps every step's result
   * @param neverFired rules that no step made fire
   * @param neverSilent rules that no step left silent
   */
  public record Report(List<StepResult> steps, Set<String> neverFired, Set<String> neverSilent) {
    public Report {
      steps = List.copyOf(steps);
      neverFired = Set.copyOf(neverFired);
      neverSilent = Set.copyOf(neverSilent);
    }

    /** Whether there are tests, all agree, and each rule was seen firing and silent. */
    public boolean passed() {
      return !steps.isEmpty()
          && steps.stream().allMatch(StepResult::passed)
          && neverFired.isEmpty()
          && neverSilent.isEmpty();
    }
  }

  /** Runs all scenarios of the package. */
  public Report run() {
    List<StepResult> steps = new ArrayList<>();
    rulePackage.scenarios().forEach(scenario -> steps.addAll(run(scenario)));
    Set<String> neverFired = new TreeSet<>();
    Set<String> neverSilent = new TreeSet<>();
    rulePackage
        .rules()
        .forEach(rule -> {
          if (!fired.contains(rule.name())) {
            neverFired.add(rule.name());
          }
          if (!silent.contains(rule.name())) {
            neverSilent.add(rule.name());
          }
        });
    return new Report(steps, neverFired, neverSilent);
  }

  private List<StepResult> run(Scenario scenario) {
    Map<String, Double> values = new LinkedHashMap<>(rulePackage.values(Map.of()));
    values.putAll(scenario.parameters());
    RuleEngine engine =
        engines.computeIfAbsent(
            values,
            _ -> new RuleEngine(rulePackage.rules(), values, RuleEngine.Limits.USUAL, time));
    List<StepResult> results = new ArrayList<>();
    World world = new World(scenario.course());
    for (Scenario.Step step : scenario.steps()) {
      while (world.decidesBefore(step)) {
        List<Concluded> between = engine.run(world.onward()).conclusions();
        world.remember(between);
        note(between, engine);
      }
      List<Fact> facts = world.next(step);
      List<Concluded> concluded = engine.run(facts).conclusions();
      world.remember(concluded);
      note(concluded, engine);
      results.add(result(scenario, results.size() + 1, step, facts, concluded, engine));
    }
    return results;
  }

  private void note(List<Concluded> concluded, RuleEngine engine) {
    Set<Integer> firing = new HashSet<>();
    concluded.forEach(one -> firing.add(one.rule()));
    for (int i = 0; i < engine.rules().size(); i++) {
      (firing.contains(i) ? fired : silent).add(engine.rules().get(i).name());
    }
  }

  private static StepResult result(
      Scenario scenario,
      int number,
      Scenario.Step step,
      List<Fact> facts,
      List<Concluded> concluded,
      RuleEngine engine) {
    List<Concluded> concerned =
        concluded.stream()
            .filter(one ->
                scenario.rule().isEmpty()
                    || engine.rules().get(one.rule()).name().equals(scenario.rule().get()))
            .toList();
    List<Conclusion> got = concerned.stream().map(Concluded::conclusion).distinct().toList();
    boolean allThere =
        step.expected().stream()
            .allMatch(expected -> got.stream().anyMatch(one -> isMet(expected, one)));
    boolean noOther =
        got.stream()
            .filter(one -> one instanceof SetPoint || one instanceof LimitPoint)
            .allMatch(one -> step.expected().stream().anyMatch(e -> isMet(e, one)));
    return new StepResult(
        scenario,
        number,
        facts.stream().map(Fact::toString).toList(),
        step.expected().stream().map(Object::toString).sorted().toList(),
        got.stream().map(ScenarioRunner::shown).sorted().toList(),
        allThere && noOther);
  }

  private static boolean isMet(Scenario.Expectation expected, Conclusion got) {
    return switch (expected) {
      case Scenario.Expectation.Set(String point, double value) ->
          got instanceof SetPoint set
              && point.equals(set.device() + "/" + set.point())
              && isSame(value, set.value());
      case Scenario.Expectation.Limit(String point, double min, double max) ->
          got instanceof LimitPoint limit
              && point.equals(limit.device() + "/" + limit.point())
              && isSame(min, limit.min())
              && isSame(max, limit.max());
      case Scenario.Expectation.State(String name, String subject) ->
          got.equals(new Condition(name, subject));
      case Scenario.Expectation.Tell(String subject) ->
          got instanceof Notice notice && notice.subject().equals(subject);
    };
  }

  private static boolean isSame(double a, double b) {
    return Math.abs(a - b) <= SAME * Math.max(1, Math.abs(a));
  }

  private static String shown(Conclusion conclusion) {
    return switch (conclusion) {
      case SetPoint set ->
          "set %s/%s = %s (%s)".formatted(set.device(), set.point(), set.value(), set.reason());
      case LimitPoint limit ->
          "limit %s/%s = %s .. %s (%s)"
              .formatted(limit.device(), limit.point(), limit.min(), limit.max(), limit.reason());
      case Condition(String name, String subject) -> "condition %s of %s".formatted(name, subject);
      case Notice(String subject, String text) -> "notice %s (%s)".formatted(subject, text);
    };
  }

  /** The facts as they stand, and since when conditions hold. */
  private static final class World {
    private final Map<String, Scenario.Given> facts = new LinkedHashMap<>();
    private final Map<Condition, Duration> since = new LinkedHashMap<>();
    private final Optional<DayCourse> course;
    private Duration now = Duration.ZERO;
    private Duration stepped = Duration.ZERO;

    World(Optional<DayCourse> course) {
      this.course = course;
    }

    /** Whether a decision falls between now and a step. */
    boolean decidesBefore(Scenario.Step step) {
      return course.isPresent()
          && now.plus(course.get().every()).compareTo(stepped.plus(step.after())) < 0;
    }

    /** The facts of the next decision between two steps. */
    List<Fact> onward() {
      now = now.plus(course.orElseThrow().every());
      return made();
    }

    List<Fact> next(Scenario.Step step) {
      stepped = stepped.plus(step.after());
      now = stepped;
      step.gone().forEach(given -> facts.remove(key(given)));
      step.facts().forEach(given -> facts.merge(key(given), given, World::merged));
      return made();
    }

    private List<Fact> made() {
      course.ifPresent(
          day -> day.at(now).forEach(given -> facts.merge(key(given), given, World::merged)));
      List<Fact> made = new ArrayList<>();
      facts.values().forEach(given -> made.add(FactFactory.make(given.type(), given.values())));
      since.forEach((condition, start) ->
          made.add(
              new Held(
                  condition.name(), condition.subject(), now.minus(start).toMillis() / 1000.0)));
      return made;
    }

    void remember(List<Concluded> concluded) {
      Set<Condition> stated = new HashSet<>();
      for (Concluded one : concluded) {
        if (one.conclusion() instanceof Condition condition) {
          stated.add(condition);
        }
      }
      since.keySet().retainAll(stated);
      stated.forEach(condition -> since.putIfAbsent(condition, now));
    }

    private static Scenario.Given merged(Scenario.Given before, Scenario.Given change) {
      Map<String, Object> values = new LinkedHashMap<>(before.values());
      values.putAll(change.values());
      return new Scenario.Given(before.type(), values);
    }

    /** Facts of one type that are about the same thing are the same fact at another time. */
    private static String key(Scenario.Given given) {
      FactType type = given.type();
      String subject =
          type.single()
              ? ""
              : List.of("device", "event", "point", "condition", "subject").stream()
                  .map(given.values()::get)
                  .filter(Objects::nonNull)
                  .map(Object::toString)
                  .reduce("", (a, b) -> a + "|" + b);
      return type.name() + subject;
    }
  }
}
