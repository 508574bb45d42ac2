package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.read.grammar.RuleLanguageParser.CallContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.GroupContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.NameContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.NumberContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.PrimaryContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.ProductContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.SignedContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.SumContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.TextContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.TruthContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.VariableContext;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.Expr.Operator;
import org.wattward.rules.tree.Place;
import org.wattward.rules.tree.Quantity;

/** Builds values: fields, variables, parameters, written values and arithmetic. */
final class ValueBuilder {
  private final SourceText source;
  private final Header header;
  private final Scope scope;
  private final Optional<ExprBuilder.Here> pattern;
  private final ExprBuilder conditions;

  ValueBuilder(
      SourceText source,
      Header header,
      Scope scope,
      Optional<ExprBuilder.Here> pattern,
      ExprBuilder conditions) {
    this.source = source;
    this.header = header;
    this.scope = scope;
    this.pattern = pattern;
    this.conditions = conditions;
  }

  Optional<Expr> build(SumContext tree) {
    Optional<Expr> sum = build(tree.product(0));
    for (int i = 1; i < tree.product().size(); i++) {
      Optional<Expr> next = build(tree.product(i));
      sum = join(sum, operator(tree.getChild(2 * i - 1)), next, tree.product(0).getStart());
    }
    return sum;
  }

  private Optional<Expr> build(ProductContext tree) {
    Optional<Expr> product = build(tree.signed(0));
    for (int i = 1; i < tree.signed().size(); i++) {
      Optional<Expr> next = build(tree.signed(i));
      product = join(product, operator(tree.getChild(2 * i - 1)), next, tree.getStart());
    }
    return product;
  }

  private Optional<Expr> build(SignedContext tree) {
    if (tree.primary() != null) {
      return build(tree.primary());
    }
    Place place = Tokens.place(tree);
    return build(tree.signed())
        .flatMap(expr -> number(expr, place))
        .map(of -> new Expr.Negated(of, of.quantity(), place));
  }

  private Optional<Expr> build(PrimaryContext tree) {
    return switch (tree) {
      case NumberContext number ->
          literal(number.NUMBER().getSymbol(), false).map(Expr.class::cast);
      case TextContext text -> Optional.of(text(text.STRING().getSymbol()));
      case TruthContext truth ->
          Optional.of(new Expr.Truth(truth.TRUE() != null, Tokens.place(truth)));
      case VariableContext variable -> variable(variable);
      case CallContext call -> call(call);
      case NameContext name -> name(name);
      case GroupContext group -> conditions.build(group.disjunction());
      default -> throw new IllegalArgumentException("No value: " + tree.getText());
    };
  }

  /** A written text. */
  static Expr.Text text(Token token) {
    String quoted = token.getText();
    return new Expr.Text(quoted.substring(1, quoted.length() - 1), Tokens.place(token));
  }

  /** A written number. */
  Optional<Expr.Literal> literal(Token token, boolean negative) {
    String digits = token.getText();
    boolean whole = digits.indexOf('.') < 0;
    if (digits.length() > 1 && digits.charAt(0) == '0' && digits.charAt(1) != '.') {
      source.add(
          Tokens.place(token), "A number cannot begin with 0.", "Leave the leading zeros out.");
      return Optional.empty();
    }
    if (digits.length() > 15 || (whole && Long.parseLong(digits) > Integer.MAX_VALUE)) {
      source.add(
          Tokens.place(token),
          "The number %s is too long.".formatted(digits),
          "Write at most 15 digits, and a point in whole numbers above 2147483647.");
      return Optional.empty();
    }
    double value = Double.parseDouble(digits);
    return Optional.of(
        new Expr.Literal(negative ? -value : value, whole, Quantity.FREE, Tokens.place(token)));
  }

  private Optional<Expr> variable(VariableContext tree) {
    String name = tree.VARIABLE().getText();
    Place place = Tokens.place(tree);
    Optional<Scope.Bound> bound = scope.find(name);
    if (bound.isEmpty()) {
      return wrong(
          place,
          "%s is not known here.".formatted(name),
          "Bind it in a pattern before. " + Nearest.advice(name, scope.names()));
    }
    boolean dotted = tree.NAME() != null;
    return switch (bound.get()) {
      case Scope.Bound.OfFact fact when dotted ->
          fieldOf(fact.type(), fact.slot(), tree.NAME().getText(), place);
      case Scope.Bound.OfFact fact ->
          wrong(
              place,
              "%s is a whole %s.".formatted(name, fact.type().name()),
              "Name one of its fields, for example %s.%s."
                  .formatted(name, fact.type().fields().firstEntry().getKey()));
      case Scope.Bound.OfField _, Scope.Bound.OfResult _ when dotted ->
          wrong(place, "%s has no fields.".formatted(name), "Write %s alone.".formatted(name));
      case Scope.Bound.OfField field ->
          Optional.of(ExprBuilder.field(field.slot(), field.type(), field.field(), place));
      case Scope.Bound.OfResult result -> Optional.of(new Expr.Result(result.tally(), place));
    };
  }

  private Optional<Expr> name(NameContext tree) {
    String name = tree.NAME().getText();
    Place place = Tokens.place(tree);
    Optional<FactField> field = pattern.flatMap(here -> here.type().field(name));
    if (field.isPresent() && pattern.isPresent()) {
      return Optional.of(
          ExprBuilder.field(pattern.get().slot(), pattern.get().type(), field.get(), place));
    }
    Unit unit = header.parameters().get(name);
    if (unit != null) {
      return Optional.of(new Expr.Parameter(name, Quantity.of(unit), place));
    }
    List<String> names =
        Stream.concat(
                pattern.stream().flatMap(here -> here.type().fields().keySet().stream()),
                header.parameters().keySet().stream())
            .toList();
    return wrong(
        place,
        pattern
            .map(here -> "%s has no field %s.".formatted(here.type().name(), name))
            .orElseGet(() -> "%s is no parameter of this file.".formatted(name)),
        Nearest.advice(name, names));
  }

  Optional<Expr> fieldOf(FactType type, int slot, String name, Place place) {
    Optional<FactField> field = type.field(name);
    return field.isPresent()
        ? Optional.of(ExprBuilder.field(slot, type, field.get(), place))
        : wrong(
            place,
            "%s has no field %s.".formatted(type.name(), name),
            Nearest.advice(name, type.fields().keySet()));
  }

  private Optional<Expr> call(CallContext tree) {
    Place place = Tokens.place(tree);
    Optional<Expr.Function> function =
        Stream.of(Expr.Function.values())
            .filter(candidate -> candidate.key().equals(tree.function.getText()))
            .filter(_ -> tree.owner.getText().equals("Math"))
            .findFirst();
    if (function.isEmpty() || tree.sum().size() != function.get().arguments()) {
      return wrong(
          place,
          "%s.%s with %d values cannot be called."
              .formatted(tree.owner.getText(), tree.function.getText(), tree.sum().size()),
          "There are Math.min(a, b), Math.max(a, b) and Math.abs(a).");
    }
    List<Expr.OfNumber> of = new ArrayList<>();
    for (SumContext argument : tree.sum()) {
      build(argument).flatMap(expr -> number(expr, expr.place())).ifPresent(of::add);
    }
    if (of.size() != tree.sum().size()) {
      return Optional.empty();
    }
    Optional<Quantity> quantity =
        of.size() == 1
            ? Optional.of(of.getFirst().quantity())
            : of.getFirst().quantity().common(of.getLast().quantity());
    return quantity.isPresent()
        ? Optional.of(new Expr.Call(function.get(), of, quantity.get(), place))
        : mixed(of.getFirst(), of.getLast(), place);
  }

  private Optional<Expr> join(
      Optional<Expr> left, Operator operator, Optional<Expr> right, Token start) {
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    Place place = joined(left.get().place(), operator, right.get().place(), start);
    Optional<Expr.OfNumber> a = number(left.get(), left.get().place());
    Optional<Expr.OfNumber> b = number(right.get(), right.get().place());
    return a.isPresent() && b.isPresent()
        ? arithmetic(a.get(), operator, b.get(), place)
        : Optional.empty();
  }

  private Optional<Expr> arithmetic(
      Expr.OfNumber a, Operator operator, Expr.OfNumber b, Place place) {
    if (a.isWhole() && b.isWhole()) {
      return wrong(
          place,
          "%s are whole numbers, whose arithmetic cuts off fractions.".formatted(place.text()),
          "Write one of them with a point, for example 2.0.");
    }
    boolean product = operator == Operator.TIMES || operator == Operator.DIVIDE;
    if (product && (a.quantity().isTemperature() || b.quantity().isTemperature())) {
      return wrong(
          place,
          "A temperature in °C cannot be multiplied or divided.",
          "Take the difference to another temperature first.");
    }
    Optional<Quantity> quantity =
        switch (operator) {
          case PLUS -> a.quantity().plus(b.quantity());
          case MINUS -> a.quantity().minus(b.quantity());
          case TIMES ->
              a.quantity().isFree() || b.quantity().isFree()
                  ? Optional.of(scaled(a, b, false))
                  : a.quantity().times(b.quantity());
          case DIVIDE ->
              b.quantity().isFree()
                  ? Optional.of(scaled(a, b, true))
                  : a.quantity().over(b.quantity());
        };
    return quantity.isPresent()
        ? Optional.of(new Expr.Arithmetic(operator, a, b, quantity.get(), place))
        : mixed(a, b, place);
  }

  private static Quantity scaled(Expr.OfNumber a, Expr.OfNumber b, boolean divided) {
    if (a.quantity().isFree()) {
      return a instanceof Expr.Literal literal
          ? b.quantity().scaled(literal.value())
          : b.quantity();
    }
    return b instanceof Expr.Literal literal
        ? a.quantity().scaled(divided ? 1 / literal.value() : literal.value())
        : a.quantity();
  }

  /** Whether a number is made of written numbers alone. */
  boolean isWritten(Expr.OfNumber number) {
    return switch (number) {
      case Expr.Literal _ -> true;
      case Expr.Negated negated -> isWritten(negated.of());
      case Expr.Arithmetic sum -> isWritten(sum.left()) && isWritten(sum.right());
      case Expr.Call call -> call.of().stream().allMatch(this::isWritten);
      case Expr.NumberField _, Expr.Parameter _, Expr.Result _ -> false;
    };
  }

  Optional<Expr.OfNumber> number(Expr expr, Place place) {
    return expr instanceof Expr.OfNumber number
        ? Optional.of(number)
        : wrong(
            place,
            "%s is %s; a number is needed here."
                .formatted(expr.place().text(), expr.form().title()),
            "Name a field that is a number.");
  }

  private <T> Optional<T> mixed(Expr.OfNumber a, Expr.OfNumber b, Place place) {
    return wrong(
        place,
        "%s is in %s and %s in %s: they cannot be put together."
            .formatted(
                a.place().text(), a.quantity().shown(), b.place().text(), b.quantity().shown()),
        "Use quantities of one kind and unit.");
  }

  private <T> Optional<T> wrong(Place place, String message, String advice) {
    source.add(place, message, advice);
    return Optional.empty();
  }

  private static Place joined(Place left, Operator operator, Place right, Token start) {
    boolean sameLine = left.line() == right.line();
    int length = sameLine ? right.column() + right.length() - left.column() : left.length();
    return new Place(
        start.getLine(),
        start.getCharPositionInLine() + 1,
        Math.max(1, length),
        left.text() + " " + operator.sign() + " " + right.text());
  }

  private static Operator operator(ParseTree node) {
    String sign = node instanceof TerminalNode terminal ? terminal.getText() : "";
    return Stream.of(Operator.values())
        .filter(operator -> operator.sign().equals(sign))
        .findFirst()
        .orElseThrow();
  }
}
