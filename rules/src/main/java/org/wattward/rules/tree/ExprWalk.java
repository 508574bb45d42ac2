package org.wattward.rules.tree;

import java.util.List;
import java.util.stream.Stream;

/** Walks through expressions. */
public final class ExprWalk {
  private ExprWalk() {}

  /** The expression and all within it. */
  public static Stream<Expr> all(Expr expr) {
    return Stream.concat(Stream.of(expr), parts(expr).stream().flatMap(ExprWalk::all));
  }

  /** The fields of facts that the expression uses. */
  public static Stream<Expr.Field> fields(Expr expr) {
    return all(expr).filter(Expr.Field.class::isInstance).map(Expr.Field.class::cast);
  }

  /** The results of accumulations that the expression uses. */
  public static Stream<Expr.Result> results(Expr expr) {
    return all(expr).filter(Expr.Result.class::isInstance).map(Expr.Result.class::cast);
  }

  private static List<? extends Expr> parts(Expr expr) {
    return switch (expr) {
      case Expr.Literal _,
          Expr.Parameter _,
          Expr.NumberField _,
          Expr.Result _,
          Expr.Text _,
          Expr.TextField _,
          Expr.SwitchField _,
          Expr.Truth _ ->
          List.of();
      case Expr.Arithmetic sum -> List.of(sum.left(), sum.right());
      case Expr.Negated negated -> List.of(negated.of());
      case Expr.Call call -> call.of();
      case Expr.CompareNumbers compare -> List.of(compare.left(), compare.right());
      case Expr.CompareTexts compare -> List.of(compare.left(), compare.right());
      case Expr.CompareSwitches compare -> List.of(compare.left(), compare.right());
      case Expr.NumberAmong among -> List.of(among.of());
      case Expr.TextAmong among -> List.of(among.of());
      case Expr.All all -> all.of();
      case Expr.Any any -> any.of();
      case Expr.Opposite opposite -> List.of(opposite.of());
    };
  }
}
