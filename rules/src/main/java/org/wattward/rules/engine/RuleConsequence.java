package org.wattward.rules.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.rules.conclusions.Conclusion;
import org.wattward.rules.conclusions.Condition;
import org.wattward.rules.conclusions.LimitPoint;
import org.wattward.rules.conclusions.Notice;
import org.wattward.rules.conclusions.SetPoint;
import org.wattward.rules.engine.Lambdas.NumberOf;
import org.wattward.rules.engine.Lambdas.Pick;
import org.wattward.rules.engine.Lambdas.TextOf;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.ConclusionTree;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Rule;

/** What one rule does when it fires: it makes its conclusions from a row of facts and results. */
final class RuleConsequence {
  private final Rule rule;
  private final int index;
  private final List<Integer> row;
  private final List<Making> makings;
  private final List<Use> uses = new ArrayList<>();
  private final List<TallyUse> tallyUses = new ArrayList<>();

  RuleConsequence(Rule rule, int index, Map<String, Double> parameters, List<Integer> row) {
    this.rule = rule;
    this.index = index;
    this.row = List.copyOf(row);
    ExprCompiler compiler =
        new ExprCompiler(parameters, slot -> Pick.ofRow(this.row.indexOf(slot)));
    this.makings = rule.conclusions().stream().map(tree -> Making.of(tree, compiler)).toList();
    findUses();
  }

  /** A field of a fact in the row that the rule rests on. */
  private record Use(int place, FactField field) {}

  /** A field of the facts behind a result in the row. */
  private record TallyUse(int place, FactField field) {}

  List<Concluded> conclude(Object[] facts) {
    Set<PointId> basis = basis(facts);
    List<Concluded> concluded = new ArrayList<>(makings.size());
    for (Making making : makings) {
      concluded.add(new Concluded(index, making.make(rule, facts), basis));
    }
    return concluded;
  }

  private Set<PointId> basis(Object[] facts) {
    Set<PointId> basis = new HashSet<>();
    for (Use use : uses) {
      basis.addAll(((Fact) facts[use.place()]).sources(use.field()));
    }
    for (TallyUse use : tallyUses) {
      for (Object fact : ((Tallied) facts[use.place()]).facts()) {
        basis.addAll(((Fact) fact).sources(use.field()));
      }
    }
    return Set.copyOf(basis);
  }

  private void findUses() {
    List<Expr> exprs = new ArrayList<>();
    for (Clause clause : rule.clauses()) {
      switch (clause) {
        case Clause.Match(Pattern pattern) -> exprs.addAll(pattern.constraints());
        case Clause.Not(Pattern pattern) -> exprs.addAll(pattern.constraints());
        case Clause.Exists(Pattern pattern) -> exprs.addAll(pattern.constraints());
        case Clause.Accumulate accumulate -> {
          exprs.addAll(accumulate.pattern().constraints());
          exprs.addAll(accumulate.having());
          findTallyUses(accumulate);
        }
      }
    }
    for (ConclusionTree conclusion : rule.conclusions()) {
      Stream.of(conclusion.texts(), conclusion.numbers(), conclusion.values())
          .forEach(exprs::addAll);
    }
    exprs.stream()
        .flatMap(ExprWalk::fields)
        .filter(field -> row.contains(field.slot()))
        .map(field -> new Use(row.indexOf(field.slot()), field.field()))
        .distinct()
        .forEach(uses::add);
  }

  private void findTallyUses(Clause.Accumulate accumulate) {
    Clause.Tally first = accumulate.tallies().getFirst();
    Stream.concat(
            accumulate.pattern().constraints().stream(),
            accumulate.tallies().stream().map(Clause.Tally::of))
        .flatMap(ExprWalk::fields)
        .filter(field -> field.slot() == accumulate.pattern().slot())
        .map(field -> new TallyUse(row.indexOf(first.slot()), field.field()))
        .distinct()
        .forEach(tallyUses::add);
  }

  /** A conclusion ready to be made. */
  private record Making(
      ConclusionTree tree, List<TextOf> texts, List<NumberOf> numbers, List<Object> values) {

    static Making of(ConclusionTree tree, ExprCompiler compiler) {
      return new Making(
          tree,
          tree.texts().stream().map(text -> compiler.text((Expr.OfText) text)).toList(),
          tree.numbers().stream().map(n -> compiler.number((Expr.OfNumber) n)).toList(),
          tree.values().stream().map(value -> value(value, compiler)).toList());
    }

    private static Object value(Expr value, ExprCompiler compiler) {
      return value instanceof Expr.OfNumber number
          ? compiler.number(number)
          : compiler.text((Expr.OfText) value);
    }

    Conclusion make(Rule rule, Object[] row) {
      String[] t = new String[texts.size()];
      for (int i = 0; i < t.length; i++) {
        t[i] = (String) texts.get(i).at(row, row, row, row, row);
      }
      double[] n = new double[numbers.size()];
      for (int i = 0; i < n.length; i++) {
        n[i] = finite(numbers.get(i).at(row, row, row, row, row), rule, i);
      }
      return switch (tree.type()) {
        case SET_POINT -> new SetPoint(t[0], t[1], n[0], n[1], tree.reason(), shown(row));
        case LIMIT_POINT -> new LimitPoint(t[0], t[1], n[0], n[1], n[2], tree.reason(), shown(row));
        case CONDITION -> new Condition(t[0], t[1]);
        case NOTICE -> new Notice(t[0], tree.reason(), shown(row));
      };
    }

    private double finite(double value, Rule rule, int place) {
      if (!Double.isFinite(value)) {
        throw new WattwardException(
            "The rule \"%s\" concluded %s for %s. Maybe it divides by a value that can be 0."
                .formatted(rule.name(), value, tree.numbers().get(place).place().text()));
      }
      return value;
    }

    private Object[] shown(Object[] row) {
      Object[] shown = new Object[values.size()];
      for (int i = 0; i < shown.length; i++) {
        shown[i] =
            values.get(i) instanceof NumberOf number
                ? (Object) number.at(row, row, row, row, row)
                : ((TextOf) values.get(i)).at(row, row, row, row, row);
      }
      return shown;
    }
  }
}
