package org.wattward.rules.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.wattward.rules.tree.Expr;

/**
 * A text that is the same for expressions that mean the same, so that Drools tries a condition that
 * many rules share only once.
 *
 * @param parameters the parameters' values
 * @param places for each slot its place among the arguments
 */
record ExprKey(Map<String, Double> parameters, List<Integer> places) {

  String of(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> String.valueOf(literal.value());
      case Expr.Parameter parameter -> String.valueOf(parameters.get(parameter.name()));
      case Expr.Field field ->
          "#%d:%s.%s"
              .formatted(places.indexOf(field.slot()), field.type().name(), field.field().name());
      case Expr.Result result -> "#%d".formatted(places.indexOf(result.tally().slot()));
      case Expr.Arithmetic sum ->
          "(%s %s %s)".formatted(of(sum.left()), sum.operator().sign(), of(sum.right()));
      case Expr.Negated negated -> "-(%s)".formatted(of(negated.of()));
      case Expr.Call call -> call.function().key() + list(call.of());
      case Expr.Text text -> "\"" + text.value() + "\"";
      case Expr.Truth truth -> String.valueOf(truth.value());
      case Expr.CompareNumbers compare ->
          "(%s %s %s)"
              .formatted(of(compare.left()), compare.comparator().sign(), of(compare.right()));
      case Expr.CompareTexts compare ->
          "(%s %s %s)"
              .formatted(of(compare.left()), compare.equal() ? "==" : "!=", of(compare.right()));
      case Expr.CompareSwitches compare ->
          "(%s %s %s)"
              .formatted(of(compare.left()), compare.equal() ? "==" : "!=", of(compare.right()));
      case Expr.NumberAmong among ->
          of(among.of()) + (among.among() ? " in " : " not in ") + list(among.choices());
      case Expr.TextAmong among ->
          of(among.of()) + (among.among() ? " in " : " not in ") + list(among.choices());
      case Expr.All all -> "all" + list(all.of());
      case Expr.Any any -> "any" + list(any.of());
      case Expr.Opposite opposite -> "!" + of(opposite.of());
    };
  }

  private String list(List<? extends Expr> exprs) {
    return exprs.stream().map(this::of).collect(Collectors.joining(",", "(", ")"));
  }
}
