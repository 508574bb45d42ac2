package org.wattward.rules.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.wattward.devices.WattwardException;
import org.wattward.rules.facts.DeviceFact;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Rule;

/**
 * Says which rules fire for some facts, which nearly did, and on which comparison they failed.
 *
 * <p>It tries facts one by one and is meant for a person's question, not for deciding.
 */
public final class RuleExplainer {
  private static final int MOST_MISSES = 10;
  private static final int MOST_TRIALS = 1_000_000;

  private final Rule rule;
  private final List<Fact> facts;
  private final Map<String, Double> parameters;
  private final Optional<String> about;
  private final Set<String> devices = new HashSet<>();
  private final List<Trial> misses = new ArrayList<>();
  private final List<String> fired = new ArrayList<>();
  private int firings;
  private int trials;

  private RuleExplainer(Rule rule, Question question) {
    this.rule = rule;
    this.facts = question.facts();
    this.parameters = question.parameters();
    this.about = question.about();
    facts.stream().filter(DeviceFact.class::isInstance).forEach(fact -> devices.add(shown(fact)));
  }

  /**
   * What a person asks.
   *
   * @param facts the facts
   * @param parameters the parameters' values
   * @param about the device that is asked about, if it is one
   */
  public record Question(List<Fact> facts, Map<String, Double> parameters, Optional<String> about) {
    public Question {
      facts = List.copyOf(facts);
    }
  }

  /** Whether these facts concern the device asked about: it is among them, or none is yet. */
  private boolean isAbout(List<String> chosen) {
    return about.isEmpty()
        || chosen.stream().noneMatch(fact -> devices.contains(fact))
        || chosen.stream().anyMatch(fact -> fact.endsWith(" " + about.get()));
  }

  /** A failed try: how deep it came, and how many comparisons failed there. */
  private record Trial(int depth, int failures, Explanation.Miss miss) {}

  /**
   * Explains rules.
   *
   * @param rules which rules
   * @param question the facts and what is asked about them
   * @return one explanation for each rule, in their order
   * @throws WattwardException when a rule has too many combinations to try
   */
  public static List<Explanation> explain(List<Rule> rules, Question question) {
    return rules.stream().map(rule -> new RuleExplainer(rule, question).run()).toList();
  }

  private Explanation run() {
    attempt(0, new Values(parameters, new HashMap<>(), new HashMap<>()), List.of());
    List<Explanation.Miss> nearest =
        misses.stream()
            .filter(trial -> isAbout(trial.miss().facts()))
            .sorted(
                Comparator.comparingInt((Trial trial) -> -trial.depth())
                    .thenComparingInt(Trial::failures))
            .map(Trial::miss)
            .distinct()
            .limit(MOST_MISSES)
            .toList();
    return new Explanation(rule.name(), firings, fired, nearest);
  }

  private void attempt(int depth, Values values, List<String> chosen) {
    trials++;
    if (trials > MOST_TRIALS) {
      throw new WattwardException(
          "The rule \"%s\" has too many combinations of facts to explain. Give fewer facts."
              .formatted(rule.name()));
    }
    if (depth == rule.clauses().size()) {
      if (isAbout(chosen)) {
        firings++;
        if (fired.size() < MOST_MISSES) {
          fired.add(String.join(", ", chosen));
        }
      }
      return;
    }
    switch (rule.clauses().get(depth)) {
      case Clause.Match(Pattern pattern) -> match(pattern, depth, values, chosen);
      case Clause.Not(Pattern pattern) -> not(pattern, depth, values, chosen);
      case Clause.Exists(Pattern pattern) -> exists(pattern, depth, values, chosen);
      case Clause.Accumulate accumulate -> accumulate(accumulate, depth, values, chosen);
    }
  }

  private void match(Pattern pattern, int depth, Values values, List<String> chosen) {
    boolean any = false;
    for (Fact fact : candidates(pattern)) {
      any = true;
      values.facts().put(pattern.slot(), fact);
      List<String> failed = failures(pattern, values);
      List<String> now = new ArrayList<>(chosen);
      now.add(shown(fact));
      if (failed.isEmpty()) {
        attempt(depth + 1, values, now);
      } else {
        misses.add(
            new Trial(
                depth, failed.size(), new Explanation.Miss(now, pattern.place().text(), failed)));
      }
    }
    if (!any) {
      misses.add(
          new Trial(
              depth,
              Integer.MAX_VALUE,
              new Explanation.Miss(
                  chosen, "there is no %s".formatted(pattern.type().name()), List.of())));
    }
  }

  private void not(Pattern pattern, int depth, Values values, List<String> chosen) {
    for (Fact fact : candidates(pattern)) {
      values.facts().put(pattern.slot(), fact);
      if (failures(pattern, values).isEmpty()) {
        Explanation.Miss miss =
            new Explanation.Miss(
                chosen,
                "not " + pattern.place().text(),
                List.of("there is one: " + pattern.type().name() + " " + fact.subject()));
        misses.add(new Trial(depth, 1, miss));
        return;
      }
    }
    attempt(depth + 1, values, chosen);
  }

  private void exists(Pattern pattern, int depth, Values values, List<String> chosen) {
    List<Trial> near = new ArrayList<>();
    for (Fact fact : candidates(pattern)) {
      values.facts().put(pattern.slot(), fact);
      List<String> failed = failures(pattern, values);
      if (failed.isEmpty()) {
        attempt(depth + 1, values, chosen);
        return;
      }
      near.add(
          new Trial(
              depth,
              failed.size(),
              new Explanation.Miss(chosen, "exists %s".formatted(pattern.place().text()), failed)));
    }
    if (near.isEmpty()) {
      near.add(
          new Trial(
              depth,
              Integer.MAX_VALUE,
              new Explanation.Miss(
                  chosen, "there is no %s".formatted(pattern.type().name()), List.of())));
    }
    misses.addAll(near);
  }

  private void accumulate(
      Clause.Accumulate accumulate, int depth, Values values, List<String> chosen) {
    Pattern pattern = accumulate.pattern();
    List<Fact> taken = new ArrayList<>();
    for (Fact fact : candidates(pattern)) {
      values.facts().put(pattern.slot(), fact);
      if (failures(pattern, values).isEmpty()) {
        taken.add(fact);
      }
    }
    for (Clause.Tally tally : accumulate.tallies()) {
      OptionalDouble result = result(tally, pattern, taken, values);
      if (result.isEmpty()) {
        misses.add(
            new Trial(
                depth,
                1,
                new Explanation.Miss(
                    chosen, "there is none: " + pattern.place().text(), List.of())));
        return;
      }
      values.results().put(tally.slot(), result.getAsDouble());
    }
    List<String> failed = new ArrayList<>();
    accumulate
        .having()
        .forEach(condition -> Failures.add((Expr.OfSwitch) condition, values, failed));
    if (failed.isEmpty()) {
      attempt(depth + 1, values, chosen);
    } else {
      misses.add(
          new Trial(
              depth,
              failed.size(),
              new Explanation.Miss(chosen, "accumulate " + pattern.place().text(), failed)));
    }
  }

  private static OptionalDouble result(
      Clause.Tally tally, Pattern pattern, List<Fact> taken, Values values) {
    double[] numbers =
        taken.stream()
            .mapToDouble(fact -> {
              values.facts().put(pattern.slot(), fact);
              return values.number((Expr.OfNumber) tally.of());
            })
            .toArray();
    return switch (tally.function()) {
      case SUM -> OptionalDouble.of(DoubleStream.of(numbers).sum());
      case COUNT -> OptionalDouble.of(numbers.length);
      case MIN -> DoubleStream.of(numbers).min();
      case MAX -> DoubleStream.of(numbers).max();
      case AVERAGE -> DoubleStream.of(numbers).average();
    };
  }

  private static String shown(Fact fact) {
    return fact.getClass().getSimpleName() + " " + fact.subject();
  }

  private List<Fact> candidates(Pattern pattern) {
    return facts.stream().filter(pattern.type().type()::isInstance).toList();
  }

  private static List<String> failures(Pattern pattern, Values values) {
    List<String> failed = new ArrayList<>();
    pattern
        .constraints()
        .forEach(constraint -> Failures.add((Expr.OfSwitch) constraint, values, failed));
    return failed;
  }
}
