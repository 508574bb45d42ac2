package org.wattward.rules.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.drools.model.Index;
import org.drools.model.PatternDSL;
import org.drools.model.PatternDSL.PatternDef;
import org.drools.model.Rule;
import org.drools.model.RuleItemBuilder;
import org.drools.model.Variable;
import org.drools.model.functions.accumulate.AccumulateFunction;
import org.drools.model.view.ViewItem;
import org.wattward.rules.engine.Lambdas.Pick;
import org.wattward.rules.engine.Lambdas.Test;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Pattern;

/** Builds one rule's canonical model. */
final class RuleModel {
  private final org.wattward.rules.tree.Rule rule;
  private final int index;
  private final Map<String, Double> parameters;
  private final Map<Integer, Variable<Object>> variables = new HashMap<>();

  /** Slots of the facts and results that the consequence can see, in order. */
  private final List<Integer> row = new ArrayList<>();

  /** The slot of the last earlier fact of a kind that a zone has many of; -1 if there is none. */
  private int many = -1;

  RuleModel(org.wattward.rules.tree.Rule rule, int index, Map<String, Double> parameters) {
    this.rule = rule;
    this.index = index;
    this.parameters = parameters;
  }

  Rule build() {
    List<RuleItemBuilder<?>> items = new ArrayList<>();
    for (Clause clause : rule.clauses()) {
      switch (clause) {
        case Clause.Match(Pattern pattern) -> {
          items.add(pattern(pattern));
          row.add(pattern.slot());
          many = pattern.type().single() ? many : pattern.slot();
        }
        case Clause.Not(Pattern pattern) -> items.add(PatternDSL.not(pattern(pattern)));
        case Clause.Exists(Pattern pattern) -> items.add(PatternDSL.exists(pattern(pattern)));
        case Clause.Accumulate accumulate -> accumulate(accumulate, items);
      }
    }
    List<Variable<Object>> bound = row.stream().map(this::variable).toList();
    items.add(new Concluding(bound, new RuleConsequence(rule, index, parameters, row)));
    return PatternDSL.rule("wattward", index + " " + rule.name())
        .build(items.toArray(RuleItemBuilder<?>[]::new));
  }

  private void accumulate(Clause.Accumulate accumulate, List<RuleItemBuilder<?>> items) {
    Pattern pattern = accumulate.pattern();
    List<AccumulateFunction> functions = new ArrayList<>();
    for (Clause.Tally tally : accumulate.tallies()) {
      ExprCompiler compiler = new ExprCompiler(parameters, _ -> Pick.argument(0));
      Lambdas.NumberOf of = compiler.number((Expr.OfNumber) tally.of());
      Variable<Object> result = declare(tally.slot(), Tallied.class);
      functions.add(
          PatternDSL.accFunction(() -> new TallyFunction(tally.function(), of), declared(pattern))
              .as(result));
      row.add(tally.slot());
    }
    items.add(
        PatternDSL.accumulate(
            pattern(pattern),
            functions.getFirst(),
            functions.stream().skip(1).toArray(AccumulateFunction[]::new)));
    accumulate.having().forEach(condition -> items.add(having(condition)));
  }

  private ViewItem<?> having(Expr condition) {
    List<Integer> slots = slots(condition).toList();
    Test test = compiler(slots).test((Expr.OfSwitch) condition);
    String id = "having " + new ExprKey(parameters, slots).of(condition);
    List<Variable<Object>> v = slots.stream().map(this::variable).toList();
    return switch (slots.size()) {
      case 1 -> PatternDSL.expr(id, v.get(0), a -> test.at(a, a, a, a, a));
      case 2 -> PatternDSL.expr(id, v.get(0), v.get(1), (a, b) -> test.at(a, b, a, a, a));
      case 3 ->
          PatternDSL.expr(id, v.get(0), v.get(1), v.get(2), (a, b, c) -> test.at(a, b, c, a, a));
      case 4 ->
          PatternDSL.expr(
              id, v.get(0), v.get(1), v.get(2), v.get(3), (a, b, c, d) -> test.at(a, b, c, d, a));
      default ->
          PatternDSL.expr(
              id,
              v.get(0),
              v.get(1),
              v.get(2),
              v.get(3),
              v.get(4),
              (a, b, c, d, e) -> test.at(a, b, c, d, e));
    };
  }

  private PatternDef<Object> pattern(Pattern pattern) {
    PatternDef<Object> def = PatternDSL.pattern(declared(pattern));
    boolean counted = pattern.type().single() || many < 0;
    for (Expr constraint : pattern.constraints()) {
      counted |= constrain(def, pattern, (Expr.OfSwitch) constraint);
    }
    if (!counted) {
      def.expr("tick", variable(many), (a, b) -> Deciding.tick());
    }
    return def;
  }

  /**
   * Adds a constraint.
   *
   * @return whether it counts each pair of facts that is tried
   */
  private boolean constrain(PatternDef<Object> def, Pattern pattern, Expr.OfSwitch constraint) {
    List<Integer> slots =
        Stream.concat(Stream.of(pattern.slot()), slots(constraint)).distinct().toList();
    Test test = compiler(slots).test(constraint);
    String id = pattern.type().name() + " " + new ExprKey(parameters, slots).of(constraint);
    List<Variable<Object>> v = slots.stream().map(this::variable).toList();
    Indexing indexing = Indexing.of(constraint, pattern.slot());
    switch (slots.size()) {
      case 1 -> {
        if (indexing instanceof Indexing.Alpha alpha) {
          def.expr(
              id,
              a -> test.at(a, a, a, a, a),
              PatternDSL.alphaIndexedBy(
                  Object.class,
                  Index.ConstraintType.EQUAL,
                  alpha.id(),
                  alpha.left()::apply,
                  alpha.value()));
        } else {
          def.expr(id, a -> test.at(a, a, a, a, a));
        }
        return false;
      }
      case 2 -> {
        if (indexing instanceof Indexing.Beta beta) {
          def.expr(
              id,
              v.get(1),
              (a, b) -> test.at(a, b, a, a, a),
              PatternDSL.betaIndexedBy(
                  Object.class,
                  Index.ConstraintType.EQUAL,
                  beta.id(),
                  beta.left()::apply,
                  beta.right()::apply));
          return false;
        }
        def.expr(id, v.get(1), (a, b) -> Deciding.tick() && test.at(a, b, a, a, a));
      }
      case 3 ->
          def.expr(id, v.get(1), v.get(2), (a, b, c) -> Deciding.tick() && test.at(a, b, c, a, a));
      case 4 ->
          def.expr(
              id,
              v.get(1),
              v.get(2),
              v.get(3),
              (a, b, c, d) -> Deciding.tick() && test.at(a, b, c, d, a));
      default ->
          def.expr(
              id,
              v.get(1),
              v.get(2),
              v.get(3),
              v.get(4),
              (a, b, c, d, e) -> Deciding.tick() && test.at(a, b, c, d, e));
    }
    return true;
  }

  private ExprCompiler compiler(List<Integer> slots) {
    return new ExprCompiler(parameters, slot -> Pick.argument(slots.indexOf(slot)));
  }

  private static Stream<Integer> slots(Expr expr) {
    return Stream.concat(
            ExprWalk.fields(expr).map(Expr.Field::slot),
            ExprWalk.results(expr).map(result -> result.tally().slot()))
        .distinct();
  }

  private Variable<Object> declared(Pattern pattern) {
    return declare(pattern.slot(), pattern.type().type());
  }

  @SuppressWarnings("unchecked") // the lambdas take what comes as Object and know its type
  private Variable<Object> declare(int slot, Class<?> type) {
    return variables.computeIfAbsent(
        slot, _ -> (Variable<Object>) (Variable<?>) PatternDSL.declarationOf(type));
  }

  private Variable<Object> variable(int slot) {
    Variable<Object> variable = variables.get(slot);
    if (variable == null) {
      throw new IllegalStateException(
          "Slot %d of rule \"%s\" is used before it is bound.".formatted(slot, rule.name()));
    }
    return variable;
  }
}
