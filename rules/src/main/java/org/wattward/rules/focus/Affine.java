package org.wattward.rules.focus;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;

/** Finds the value of a field at which a comparison changes its answer. */
final class Affine {
  private static final double TOLERANCE = 1e-9;
  private final Map<String, Double> parameters;

  Affine(Map<String, Double> parameters) {
    this.parameters = parameters;
  }

  /**
   * The level of a comparison about one number alone.
   *
   * @return empty when it is about none or several, or not linear in it
   */
  OptionalDouble level(Expr.CompareNumbers compare) {
    List<Expr.Field> fields = ExprWalk.fields(compare).distinct().toList();
    boolean one = fields.stream().map(Expr.Field::field).distinct().count() == 1;
    if (!one || ExprWalk.results(compare).findAny().isPresent()) {
      return OptionalDouble.empty();
    }
    return level(compare, _ -> Double.NaN);
  }

  /**
   * The level for a field, the others having the values given.
   *
   * @param known a field's value; not a number for the one that is looked for
   */
  OptionalDouble level(Expr.CompareNumbers compare, Values known) {
    double at0 = difference(compare, known, 0);
    double at1 = difference(compare, known, 1);
    double at2 = difference(compare, known, 2);
    double slope = at1 - at0;
    double scale = Math.abs(at0) + Math.abs(at1) + Math.abs(at2);
    boolean linear = Math.abs(at2 - at1 - slope) <= TOLERANCE * scale;
    return isLinear(compare) && linear && slope != 0
        ? OptionalDouble.of(-at0 / slope)
        : OptionalDouble.empty();
  }

  /** The left side less the right side, all fields having the values given. */
  double difference(Expr.CompareNumbers compare, Values known) {
    return difference(compare, known, 0);
  }

  /**
   * Whether both sides are sums of fields times constants; limits and products of fields are not.
   */
  static boolean isLinear(Expr.CompareNumbers compare) {
    return isLinear(compare.left()) && isLinear(compare.right());
  }

  private static boolean isLinear(Expr.OfNumber expr) {
    return switch (expr) {
      case Expr.Literal _, Expr.Parameter _, Expr.NumberField _ -> true;
      case Expr.Result _ -> false;
      case Expr.Negated negated -> isLinear(negated.of());
      case Expr.Call call -> isConstant(call);
      case Expr.Arithmetic sum ->
          isLinear(sum.left())
              && isLinear(sum.right())
              && switch (sum.operator()) {
                case PLUS, MINUS -> true;
                case TIMES -> isConstant(sum.left()) || isConstant(sum.right());
                case DIVIDE -> isConstant(sum.right());
              };
    };
  }

  private static boolean isConstant(Expr expr) {
    return ExprWalk.fields(expr).findAny().isEmpty() && ExprWalk.results(expr).findAny().isEmpty();
  }

  /** What fields are. */
  @FunctionalInterface
  interface Values {
    double of(Expr.NumberField field);
  }

  private double difference(Expr.CompareNumbers compare, Values known, double at) {
    return value(compare.left(), known, at) - value(compare.right(), known, at);
  }

  private double value(Expr.OfNumber expr, Values known, double at) {
    return switch (expr) {
      case Expr.Literal literal -> literal.value();
      case Expr.Parameter parameter -> parameters.getOrDefault(parameter.name(), Double.NaN);
      case Expr.NumberField field -> {
        double value = known.of(field);
        yield Double.isNaN(value) ? at : value;
      }
      case Expr.Result _ -> Double.NaN;
      case Expr.Negated negated -> -value(negated.of(), known, at);
      case Expr.Arithmetic sum ->
          sum.operator().apply(value(sum.left(), known, at), value(sum.right(), known, at));
      case Expr.Call call -> {
        double first = value(call.of().getFirst(), known, at);
        double last = value(call.of().getLast(), known, at);
        yield switch (call.function()) {
          case MIN -> Math.min(first, last);
          case MAX -> Math.max(first, last);
          case ABS -> Math.abs(first);
        };
      }
    };
  }
}
