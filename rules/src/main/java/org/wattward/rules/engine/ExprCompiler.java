package org.wattward.rules.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.wattward.devices.WattwardException;
import org.wattward.rules.engine.Lambdas.NumberOf;
import org.wattward.rules.engine.Lambdas.Pick;
import org.wattward.rules.engine.Lambdas.Test;
import org.wattward.rules.engine.Lambdas.TextOf;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.tree.Expr;

/**
 * Turns expressions into lambdas. Parameters become the values they have now.
 *
 * @param parameters the parameters' values
 * @param pick where an expression finds the fact or result of a slot
 */
record ExprCompiler(Map<String, Double> parameters, IntFunction<Pick> pick) {

  Test test(Expr.OfSwitch expr) {
    return switch (expr) {
      case Expr.SwitchField field -> switched(field);
      case Expr.Truth truth -> (a, b, c, d, e) -> truth.value();
      case Expr.CompareNumbers compare -> compare(compare);
      case Expr.CompareTexts compare -> compare(compare);
      case Expr.CompareSwitches compare -> compare(compare);
      case Expr.NumberAmong among -> among(among);
      case Expr.TextAmong among -> among(among);
      case Expr.All all -> all(all.of().stream().map(this::test).toList());
      case Expr.Any any -> any(any.of().stream().map(this::test).toList());
      case Expr.Opposite opposite -> {
        Test of = test(opposite.of());
        yield (a, b, c, d, e) -> !of.at(a, b, c, d, e);
      }
    };
  }

  NumberOf number(Expr.OfNumber expr) {
    return switch (expr) {
      case Expr.Literal literal -> constant(literal.value());
      case Expr.Parameter parameter -> constant(value(parameter));
      case Expr.NumberField field -> numberField(field);
      case Expr.Result result -> {
        Pick of = pick.apply(result.tally().slot());
        yield (a, b, c, d, e) -> ((Tallied) of.at(a, b, c, d, e)).value();
      }
      case Expr.Negated negated -> {
        NumberOf of = number(negated.of());
        yield (a, b, c, d, e) -> -of.at(a, b, c, d, e);
      }
      case Expr.Arithmetic sum -> arithmetic(sum);
      case Expr.Call call -> call(call);
    };
  }

  TextOf text(Expr.OfText expr) {
    return switch (expr) {
      case Expr.Text text -> {
        String value = text.value();
        yield (a, b, c, d, e) -> value;
      }
      case Expr.TextField field -> {
        Function<Object, Object> get = textOf(field.field());
        Pick of = pick.apply(field.slot());
        yield (a, b, c, d, e) -> get.apply(of.at(a, b, c, d, e));
      }
    };
  }

  /** The value of a parameter now. */
  double value(Expr.Parameter parameter) {
    Double value = parameters.get(parameter.name());
    if (value == null) {
      throw new WattwardException(
          "The parameter %s has no value. Give it one.".formatted(parameter.name()));
    }
    return value;
  }

  static ToDoubleFunction<Object> numberOf(FactField field) {
    if (field.access() instanceof FactField.Access.OfNumber(var get)) {
      return get;
    }
    throw new IllegalArgumentException("%s is no number.".formatted(field.name()));
  }

  static Function<Object, Object> textOf(FactField field) {
    if (field.access() instanceof FactField.Access.OfText(var get)) {
      return get;
    }
    throw new IllegalArgumentException("%s is no text.".formatted(field.name()));
  }

  private static NumberOf constant(double value) {
    return (a, b, c, d, e) -> value;
  }

  private Test switched(Expr.SwitchField field) {
    if (!(field.field().access() instanceof FactField.Access.OfSwitch(Predicate<Object> get))) {
      throw new IllegalArgumentException("%s is no switch.".formatted(field.field().name()));
    }
    Pick of = pick.apply(field.slot());
    return (a, b, c, d, e) -> get.test(of.at(a, b, c, d, e));
  }

  private NumberOf numberField(Expr.NumberField field) {
    ToDoubleFunction<Object> get = numberOf(field.field());
    Pick of = pick.apply(field.slot());
    return (a, b, c, d, e) -> get.applyAsDouble(of.at(a, b, c, d, e));
  }

  private NumberOf arithmetic(Expr.Arithmetic sum) {
    NumberOf left = number(sum.left());
    NumberOf right = number(sum.right());
    return switch (sum.operator()) {
      case PLUS -> (a, b, c, d, e) -> left.at(a, b, c, d, e) + right.at(a, b, c, d, e);
      case MINUS -> (a, b, c, d, e) -> left.at(a, b, c, d, e) - right.at(a, b, c, d, e);
      case TIMES -> (a, b, c, d, e) -> left.at(a, b, c, d, e) * right.at(a, b, c, d, e);
      case DIVIDE -> (a, b, c, d, e) -> left.at(a, b, c, d, e) / right.at(a, b, c, d, e);
    };
  }

  private NumberOf call(Expr.Call call) {
    NumberOf first = number(call.of().getFirst());
    NumberOf last = number(call.of().getLast());
    return switch (call.function()) {
      case MIN -> (a, b, c, d, e) -> Math.min(first.at(a, b, c, d, e), last.at(a, b, c, d, e));
      case MAX -> (a, b, c, d, e) -> Math.max(first.at(a, b, c, d, e), last.at(a, b, c, d, e));
      case ABS -> (a, b, c, d, e) -> Math.abs(first.at(a, b, c, d, e));
    };
  }

  private Test compare(Expr.CompareNumbers compare) {
    NumberOf left = number(compare.left());
    NumberOf right = number(compare.right());
    return switch (compare.comparator()) {
      case EQUAL -> (a, b, c, d, e) -> left.at(a, b, c, d, e) == right.at(a, b, c, d, e);
      case UNEQUAL -> (a, b, c, d, e) -> left.at(a, b, c, d, e) != right.at(a, b, c, d, e);
      case LESS -> (a, b, c, d, e) -> left.at(a, b, c, d, e) < right.at(a, b, c, d, e);
      case LESS_EQUAL -> (a, b, c, d, e) -> left.at(a, b, c, d, e) <= right.at(a, b, c, d, e);
      case GREATER -> (a, b, c, d, e) -> left.at(a, b, c, d, e) > right.at(a, b, c, d, e);
      case GREATER_EQUAL -> (a, b, c, d, e) -> left.at(a, b, c, d, e) >= right.at(a, b, c, d, e);
    };
  }

  private Test compare(Expr.CompareTexts compare) {
    TextOf left = text(compare.left());
    TextOf right = text(compare.right());
    boolean equal = compare.equal();
    return (a, b, c, d, e) -> left.at(a, b, c, d, e).equals(right.at(a, b, c, d, e)) == equal;
  }

  private Test compare(Expr.CompareSwitches compare) {
    Test left = test(compare.left());
    Test right = test(compare.right());
    boolean equal = compare.equal();
    return (a, b, c, d, e) -> (left.at(a, b, c, d, e) == right.at(a, b, c, d, e)) == equal;
  }

  private Test among(Expr.NumberAmong among) {
    NumberOf of = number(among.of());
    double[] choices = among.choices().stream().mapToDouble(Expr.Literal::value).toArray();
    boolean wanted = among.among();
    return (a, b, c, d, e) -> contains(choices, of.at(a, b, c, d, e)) == wanted;
  }

  private static boolean contains(double[] choices, double value) {
    for (double choice : choices) {
      if (choice == value) {
        return true;
      }
    }
    return false;
  }

  private Test among(Expr.TextAmong among) {
    TextOf of = text(among.of());
    Set<Object> choices =
        among.choices().stream().map(Expr.Text::value).collect(Collectors.toUnmodifiableSet());
    boolean wanted = among.among();
    return (a, b, c, d, e) -> choices.contains(of.at(a, b, c, d, e)) == wanted;
  }

  private static Test all(List<Test> tests) {
    Test[] all = tests.toArray(Test[]::new);
    return (a, b, c, d, e) -> {
      for (Test test : all) {
        if (!test.at(a, b, c, d, e)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Test any(List<Test> tests) {
    Test[] any = tests.toArray(Test[]::new);
    return (a, b, c, d, e) -> {
      for (Test test : any) {
        if (test.at(a, b, c, d, e)) {
          return true;
        }
      }
      return false;
    };
  }
}
