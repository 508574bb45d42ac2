package org.wattward.rules.explain;

import java.util.List;
import java.util.Map;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.tree.Expr;

/**
 * Computes expressions straight from the tree, for explanations; the engine has its own lambdas.
 *
 * @param parameters the parameters' values
 * @param facts the fact in each slot
 * @param results the result of each accumulation, by slot
 */
record Values(
    Map<String, Double> parameters, Map<Integer, Fact> facts, Map<Integer, Double> results) {

  boolean test(Expr.OfSwitch expr) {
    return switch (expr) {
      case Expr.SwitchField field -> field.field().isOn(fact(field));
      case Expr.Truth truth -> truth.value();
      case Expr.CompareNumbers compare ->
          compare.comparator().test(number(compare.left()), number(compare.right()));
      case Expr.CompareTexts compare ->
          text(compare.left()).equals(text(compare.right())) == compare.equal();
      case Expr.CompareSwitches compare ->
          (test(compare.left()) == test(compare.right())) == compare.equal();
      case Expr.NumberAmong among -> {
        double value = number(among.of());
        yield among.choices().stream().anyMatch(choice -> choice.value() == value) == among.among();
      }
      case Expr.TextAmong among -> {
        String value = text(among.of());
        yield among.choices().stream().anyMatch(choice -> choice.value().equals(value))
            == among.among();
      }
      case Expr.All all -> all.of().stream().allMatch(this::test);
      case Expr.Any any -> any.of().stream().anyMatch(this::test);
      case Expr.Opposite opposite -> !test(opposite.of());
    };
  }

  double number(Expr.OfNumber expr) {
    return switch (expr) {
      case Expr.Literal literal -> literal.value();
      case Expr.Parameter parameter -> parameters.getOrDefault(parameter.name(), 0.0);
      case Expr.NumberField field -> field.field().number(fact(field));
      case Expr.Result result -> results.getOrDefault(result.tally().slot(), 0.0);
      case Expr.Arithmetic sum -> sum.operator().apply(number(sum.left()), number(sum.right()));
      case Expr.Negated negated -> -number(negated.of());
      case Expr.Call call -> call(call);
    };
  }

  String text(Expr.OfText expr) {
    return switch (expr) {
      case Expr.Text text -> text.value();
      case Expr.TextField field -> field.field().shown(fact(field));
    };
  }

  /** Whether everything the expression uses is known. */
  boolean isKnown(Expr.Field field) {
    FactField used = field.field();
    return !used.mayBeAbsent()
        || field.type().field(used.when()).map(guard -> guard.isOn(fact(field))).orElse(true);
  }

  private double call(Expr.Call call) {
    List<Double> of = call.of().stream().map(this::number).toList();
    return switch (call.function()) {
      case MIN -> Math.min(of.getFirst(), of.getLast());
      case MAX -> Math.max(of.getFirst(), of.getLast());
      case ABS -> Math.abs(of.getFirst());
    };
  }

  private Fact fact(Expr.Field field) {
    Fact fact = facts.get(field.slot());
    if (fact == null) {
      throw new IllegalStateException(
          "%s is asked before its fact is chosen.".formatted(field.place().text()));
    }
    return fact;
  }
}
