package org.wattward.rules.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wattward.rules.engine.Lambdas.Pick;
import org.wattward.rules.engine.Lambdas.Test;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Rule;

/**
 * Which rules can fire at all, and which facts they can see.
 *
 * <p>A rule can fire only when each fact that it needs is there, as far as that fact alone decides;
 * and a fact that no such rule's pattern matches changes nothing, neither by being there nor by
 * being missing. To leave both out is to save most of a decision's cost: without an event the many
 * rules about events are not there.
 */
public final class Relevance {
  private final Map<Class<?>, List<Asked>> patterns = new HashMap<>();

  /** The rule of each pattern that a rule needs a fact for. */
  private final List<Integer> needing = new ArrayList<>();

  private final int rules;

  /** A pattern. */
  private static final class Asked {
    /** What it asks of its own fact alone. */
    private final Test[] tests;

    /** Whose it is. */
    private final int rule;

    /** Its place among those that rules need a fact for, or -1. */
    private final int need;

    Asked(Test[] tests, int rule, int need) {
      this.tests = tests;
      this.rule = rule;
      this.need = need;
    }
  }

  /**
   * What matters of some facts.
   *
   * @param rules the rules that can fire
   * @param facts the facts that they can see, in their order
   */
  record Relevant(BitSet rules, List<Fact> facts) {}

  Relevance(List<Rule> rules, Map<String, Double> parameters) {
    this.rules = rules.size();
    for (int rule = 0; rule < rules.size(); rule++) {
      for (Clause clause : rules.get(rule).clauses()) {
        switch (clause) {
          case Clause.Match(Pattern of) -> add(rule, of, true, parameters);
          case Clause.Exists(Pattern of) -> add(rule, of, true, parameters);
          case Clause.Not(Pattern of) -> add(rule, of, false, parameters);
          case Clause.Accumulate accumulate -> add(rule, accumulate.pattern(), false, parameters);
        }
      }
    }
  }

  private void add(int rule, Pattern pattern, boolean needed, Map<String, Double> parameters) {
    int need = needed ? needing.size() : -1;
    if (needed) {
      needing.add(rule);
    }
    patterns
        .computeIfAbsent(pattern.type().type(), _ -> new ArrayList<>())
        .add(new Asked(own(pattern, parameters), rule, need));
  }

  /** The pattern's constraints that ask about nothing but its own fact. */
  private static Test[] own(Pattern pattern, Map<String, Double> parameters) {
    ExprCompiler compiler = new ExprCompiler(parameters, _ -> Pick.argument(0));
    return pattern.constraints().stream()
        .filter(constraint -> isOwn(constraint, pattern.slot()))
        .map(constraint -> compiler.test((Expr.OfSwitch) constraint))
        .toArray(Test[]::new);
  }

  private static boolean isOwn(Expr constraint, int slot) {
    return ExprWalk.results(constraint).findAny().isEmpty()
        && ExprWalk.fields(constraint).allMatch(field -> field.slot() == slot);
  }

  /** Whether some fact meets what a pattern asks of its own fact alone. */
  public static boolean isMet(Pattern pattern, Map<String, Double> parameters, List<Fact> facts) {
    Test[] own = own(pattern, parameters);
    return facts.stream()
        .anyMatch(fact -> fact.getClass() == pattern.type().type() && holds(own, fact));
  }

  /** What matters of these facts. */
  Relevant of(List<? extends Fact> facts) {
    BitSet awake = awake(facts);
    List<Fact> relevant = new ArrayList<>();
    for (Fact fact : facts) {
      if (isSeen(fact, awake)) {
        relevant.add(fact);
      }
    }
    return new Relevant(awake, relevant);
  }

  private BitSet awake(List<? extends Fact> facts) {
    BitSet met = new BitSet(needing.size());
    for (Fact fact : facts) {
      for (Asked asked : asked(fact)) {
        if (asked.need >= 0 && !met.get(asked.need) && holds(asked.tests, fact)) {
          met.set(asked.need);
        }
      }
    }
    BitSet awake = new BitSet(rules);
    awake.set(0, rules);
    for (int need = met.nextClearBit(0); need < needing.size(); need = met.nextClearBit(need + 1)) {
      awake.clear(needing.get(need));
    }
    return awake;
  }

  private boolean isSeen(Fact fact, BitSet awake) {
    for (Asked asked : asked(fact)) {
      if (awake.get(asked.rule) && holds(asked.tests, fact)) {
        return true;
      }
    }
    return false;
  }

  private List<Asked> asked(Fact fact) {
    return patterns.getOrDefault(fact.getClass(), List.of());
  }

  private static boolean holds(Test[] tests, Fact fact) {
    for (Test test : tests) {
      if (!test.at(fact, fact, fact, fact, fact)) {
        return false;
      }
    }
    return true;
  }
}
