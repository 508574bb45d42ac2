package org.wattward.rules.engine;

import java.util.ArrayList;
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
 * Which facts the rules can see at all: those that some pattern matches as far as that fact alone
 * decides. The others change nothing, neither by being there nor by being missing, and to insert
 * them is most of a decision's cost.
 */
public final class Relevance {
  private final Map<Class<?>, List<Test[]>> patterns = new HashMap<>();

  Relevance(List<Rule> rules, Map<String, Double> parameters) {
    for (Rule rule : rules) {
      for (Clause clause : rule.clauses()) {
        Pattern pattern =
            switch (clause) {
              case Clause.Match(Pattern of) -> of;
              case Clause.Not(Pattern of) -> of;
              case Clause.Exists(Pattern of) -> of;
              case Clause.Accumulate accumulate -> accumulate.pattern();
            };
        patterns
            .computeIfAbsent(pattern.type().type(), _ -> new ArrayList<>())
            .add(own(pattern, parameters));
      }
    }
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

  /** The facts that matter, in their order. */
  List<Fact> of(List<? extends Fact> facts) {
    List<Fact> relevant = new ArrayList<>();
    for (Fact fact : facts) {
      if (matters(fact)) {
        relevant.add(fact);
      }
    }
    return relevant;
  }

  private boolean matters(Fact fact) {
    List<Test[]> ofType = patterns.getOrDefault(fact.getClass(), List.of());
    for (Test[] tests : ofType) {
      if (holds(tests, fact)) {
        return true;
      }
    }
    return false;
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
