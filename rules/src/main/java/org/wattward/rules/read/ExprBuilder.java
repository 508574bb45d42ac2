package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.read.grammar.RuleLanguageParser;
import org.wattward.rules.read.grammar.RuleLanguageParser.ComparisonContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.ConjunctionContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.DisjunctionContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.NegationContext;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.Place;
import org.wattward.rules.tree.Quantity;

/** Builds yes-or-no expressions; names are resolved and units checked on the way. */
final class ExprBuilder {
  private final SourceText source;
  private final ValueBuilder values;

  /**
   * Makes one for a place in a rule.
   *
   * @param pattern the pattern whose fields can be named bare, if any
   */
  ExprBuilder(SourceText source, Header header, Scope scope, Optional<Here> pattern) {
    this.source = source;
    this.values = new ValueBuilder(source, header, scope, pattern, this);
  }

  /** The pattern that an expression stands in. */
  record Here(int slot, FactType type) {}

  ValueBuilder values() {
    return values;
  }

  /** A condition: an expression that gives yes or no. */
  Optional<Expr.OfSwitch> condition(DisjunctionContext tree) {
    return build(tree).flatMap(expr -> asSwitch(expr, tree));
  }

  /** Any expression. */
  Optional<Expr> build(DisjunctionContext tree) {
    List<ConjunctionContext> parts = tree.conjunction();
    if (parts.size() == 1) {
      return build(parts.getFirst());
    }
    List<Expr.OfSwitch> any = new ArrayList<>();
    for (ConjunctionContext part : parts) {
      build(part).flatMap(expr -> asSwitch(expr, part)).ifPresent(any::add);
    }
    return any.size() == parts.size()
        ? Optional.of(new Expr.Any(any, Tokens.place(tree)))
        : Optional.empty();
  }

  private Optional<Expr> build(ConjunctionContext tree) {
    List<NegationContext> parts = tree.negation();
    if (parts.size() == 1) {
      return build(parts.getFirst());
    }
    List<Expr.OfSwitch> all = new ArrayList<>();
    for (NegationContext part : parts) {
      build(part).flatMap(expr -> asSwitch(expr, part)).ifPresent(all::add);
    }
    return all.size() == parts.size()
        ? Optional.of(new Expr.All(all, Tokens.place(tree)))
        : Optional.empty();
  }

  private Optional<Expr> build(NegationContext tree) {
    if (tree.comparison() != null) {
      return build(tree.comparison());
    }
    return build(tree.negation())
        .flatMap(expr -> asSwitch(expr, tree))
        .map(of -> new Expr.Opposite(of, Tokens.place(tree)));
  }

  private Optional<Expr> build(ComparisonContext tree) {
    Optional<Expr> left = values.build(tree.left);
    if (tree.IN() != null) {
      return left.flatMap(of -> among(of, tree));
    }
    if (tree.operator == null) {
      return left;
    }
    Optional<Expr> right = values.build(tree.right);
    return left.isPresent() && right.isPresent()
        ? compare(left.get(), right.get(), tree)
        : Optional.empty();
  }

  private Optional<Expr> compare(Expr left, Expr right, ComparisonContext tree) {
    Place place = Tokens.place(tree);
    Expr.Comparator comparator = comparator(tree.operator.getType());
    boolean equality = comparator == Expr.Comparator.EQUAL || comparator == Expr.Comparator.UNEQUAL;
    if (left instanceof Expr.OfNumber a && right instanceof Expr.OfNumber b) {
      return compareNumbers(comparator, a, b, place);
    }
    if (left.form() != right.form()) {
      return wrong(
          place,
          "%s is %s and %s is %s."
              .formatted(
                  left.place().text(),
                  left.form().title(),
                  right.place().text(),
                  right.form().title()),
          "Compare like with like.");
    }
    if (!equality) {
      return wrong(
          place,
          "%s cannot be greater or less: it is %s."
              .formatted(left.place().text(), left.form().title()),
          "Compare it with == or !=.");
    }
    boolean equal = comparator == Expr.Comparator.EQUAL;
    if (left instanceof Expr.OfText a && right instanceof Expr.OfText b) {
      return a instanceof Expr.Text && b instanceof Expr.Text
          ? wrong(place, "Both sides are written texts.", "Compare a field of a fact.")
          : Optional.of(new Expr.CompareTexts(equal, a, b, place));
    }
    return left instanceof Expr.OfSwitch a && right instanceof Expr.OfSwitch b
        ? Optional.of(new Expr.CompareSwitches(equal, a, b, place))
        : Optional.empty();
  }

  private Optional<Expr> compareNumbers(
      Expr.Comparator comparator, Expr.OfNumber a, Expr.OfNumber b, Place place) {
    if (a.quantity().common(b.quantity()).isEmpty()) {
      return wrong(
          place,
          "%s is in %s and %s in %s: they cannot be compared."
              .formatted(
                  a.place().text(), a.quantity().shown(), b.place().text(), b.quantity().shown()),
          "Compare it with something in %s.".formatted(a.quantity().shown()));
    }
    if (values.isWritten(a) && values.isWritten(b)) {
      return wrong(
          place,
          "%s compares written numbers only, so it is always the same.".formatted(place.text()),
          "Compare a field of a fact.");
    }
    return Optional.of(new Expr.CompareNumbers(comparator, a, b, place));
  }

  private Optional<Expr> among(Expr of, ComparisonContext tree) {
    Place place = Tokens.place(tree);
    boolean among = tree.NOT() == null;
    if (of instanceof Expr.OfNumber number) {
      List<Expr.Literal> choices = new ArrayList<>();
      for (var choice : tree.choice()) {
        if (choice.NUMBER() == null) {
          return wrong(
              Tokens.place(choice),
              "%s is a number and %s is a text.".formatted(of.place().text(), choice.getText()),
              "Write numbers.");
        }
        values.literal(choice.NUMBER().getSymbol(), choice.MINUS() != null).ifPresent(choices::add);
      }
      return Optional.of(new Expr.NumberAmong(among, number, choices, place));
    }
    if (of instanceof Expr.OfText text) {
      List<Expr.Text> choices = new ArrayList<>();
      for (var choice : tree.choice()) {
        if (choice.STRING() == null) {
          return wrong(
              Tokens.place(choice),
              "%s is a text and %s is a number.".formatted(of.place().text(), choice.getText()),
              "Write texts in double quotes.");
        }
        choices.add(ValueBuilder.text(choice.STRING().getSymbol()));
      }
      return Optional.of(new Expr.TextAmong(among, text, choices, place));
    }
    return wrong(place, "Yes or no cannot be one of several.", "Compare it with == true.");
  }

  private Optional<Expr.OfSwitch> asSwitch(Expr expr, ParserRuleContext tree) {
    if (expr instanceof Expr.Truth) {
      source.add(expr.place(), "This is always the same.", "State a condition.");
      return Optional.empty();
    }
    if (expr instanceof Expr.OfSwitch of) {
      return Optional.of(of);
    }
    source.add(
        Tokens.place(tree),
        "%s is %s and no condition.".formatted(expr.place().text(), expr.form().title()),
        "Compare it with something, for example %s %s."
            .formatted(expr.place().text(), expr.form() == Expr.Form.TEXT ? "== \"…\"" : "> 0"));
    return Optional.empty();
  }

  private <T> Optional<T> wrong(Place place, String message, String advice) {
    source.add(place, message, advice);
    return Optional.empty();
  }

  private static Expr.Comparator comparator(int token) {
    return switch (token) {
      case RuleLanguageParser.EQUAL -> Expr.Comparator.EQUAL;
      case RuleLanguageParser.UNEQUAL -> Expr.Comparator.UNEQUAL;
      case RuleLanguageParser.LESS -> Expr.Comparator.LESS;
      case RuleLanguageParser.LESS_EQUAL -> Expr.Comparator.LESS_EQUAL;
      case RuleLanguageParser.GREATER -> Expr.Comparator.GREATER;
      case RuleLanguageParser.GREATER_EQUAL -> Expr.Comparator.GREATER_EQUAL;
      default -> throw new IllegalArgumentException("No comparator: " + token);
    };
  }

  /** The field of a fact as an expression. */
  static Expr field(int slot, FactType type, FactField field, Place place) {
    return switch (field.form()) {
      case NUMBER, WHOLE ->
          new Expr.NumberField(slot, type, field, Quantity.of(field.unit().orElseThrow()), place);
      case SWITCH -> new Expr.SwitchField(slot, type, field, place);
      case TEXT -> new Expr.TextField(slot, type, field, place);
    };
  }
}
