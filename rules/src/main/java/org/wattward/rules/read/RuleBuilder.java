package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.read.grammar.RuleLanguageParser.AccumulateContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.BindContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.ConditionContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.ConsequenceContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.ConstraintContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.ExistsContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.MatchContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.NotContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.PatternContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.RestrictContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.RuleBlockContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.TallyContext;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.ConclusionTree;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Place;
import org.wattward.rules.tree.Quantity;
import org.wattward.rules.tree.Rule;

/** Builds one rule's typed tree. */
final class RuleBuilder {
  /** Most patterns in a rule: each may multiply the work of a decision. */
  private static final int MOST_CLAUSES = 12;

  /** Most facts that the rule binds at once. */
  private static final int MOST_MATCHES = 5;

  private static final java.util.regex.Pattern NAME_FORM =
      java.util.regex.Pattern.compile("[\\p{L}\\p{N} .,;:()/%°§'+<>=–-]{1,200}");

  private final SourceText source;
  private final Header header;
  private final RuleContext context;
  private final Scope scope = new Scope();
  private int slots;

  RuleBuilder(SourceText source, Header header, RuleContext context) {
    this.source = source;
    this.header = header;
    this.context = context;
  }

  /** The rule, or nothing when something in it is wrong, which the source then tells. */
  Optional<Rule> build(RuleBlockContext tree) {
    int before = source.problems().size();
    String name = ValueBuilder.text(tree.title).value();
    Place place = Tokens.place(tree.title);
    checkName(name, place);
    List<Clause> clauses = new ArrayList<>();
    for (ConditionContext condition : tree.condition()) {
      clause(condition).ifPresent(clauses::add);
    }
    checkSize(clauses, tree.condition().size(), place);
    ConclusionBuilder conclusionBuilder = new ConclusionBuilder(source, header, scope, context);
    List<ConclusionTree> conclusions = new ArrayList<>();
    for (ConsequenceContext consequence : tree.consequence()) {
      conclusionBuilder.build(consequence).ifPresent(conclusions::add);
    }
    if (tree.consequence().isEmpty()) {
      source.add(place, "The rule concludes nothing.", "Say insertLogical(new …(…)); after then.");
    }
    Rule rule = new Rule(name, place, clauses, conclusions, slots);
    if (source.problems().size() == before) {
      new Guards(source).check(rule);
      new Bounds(source).check(rule);
    }
    return source.problems().size() == before ? Optional.of(rule) : Optional.empty();
  }

  private void checkName(String name, Place place) {
    if (!NAME_FORM.matcher(name).matches() || name.isBlank()) {
      source.add(
          place,
          "\"%s\" cannot name a rule.".formatted(name),
          "Write a sentence of letters, digits and . , ; : ( ) / % - signs, at most 200.");
    }
  }

  private void checkSize(List<Clause> clauses, int written, Place place) {
    if (written == 0) {
      source.add(place, "The rule has no condition.", "State when it holds.");
    }
    long matches = clauses.stream().filter(Clause.Match.class::isInstance).count();
    if (clauses.size() > MOST_CLAUSES || matches > MOST_MATCHES) {
      source.add(
          place,
          "The rule has %d conditions, %d of them on facts of their own."
              .formatted(clauses.size(), matches),
          "Use at most %d and %d: split the rule.".formatted(MOST_CLAUSES, MOST_MATCHES));
    }
  }

  private Optional<Clause> clause(ConditionContext tree) {
    return switch (tree) {
      case MatchContext match -> match(match);
      case NotContext not ->
          pattern(not.pattern(), scope.within(), Optional.empty()).map(Clause.Not::new);
      case ExistsContext exists ->
          pattern(exists.pattern(), scope.within(), Optional.empty()).map(Clause.Exists::new);
      case AccumulateContext accumulate -> accumulate(accumulate);
      default -> throw new IllegalArgumentException("No condition: " + tree.getText());
    };
  }

  private Optional<Clause> match(MatchContext tree) {
    return pattern(tree.pattern(), scope, Optional.ofNullable(tree.variable))
        .map(Clause.Match::new);
  }

  private Optional<Pattern> pattern(PatternContext tree, Scope inner, Optional<Token> variable) {
    Optional<FactType> type = type(tree.type);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    int slot = slots++;
    variable.ifPresent(token -> add(inner, token, new Scope.Bound.OfFact(slot, type.get())));
    ExprBuilder builder =
        new ExprBuilder(source, header, inner, Optional.of(new ExprBuilder.Here(slot, type.get())));
    List<Expr> constraints = new ArrayList<>();
    for (ConstraintContext constraint : tree.constraint()) {
      switch (constraint) {
        case BindContext bind -> bind(bind, inner, slot, type.get());
        case RestrictContext restrict ->
            builder.condition(restrict.disjunction()).ifPresent(constraints::add);
        default -> throw new IllegalArgumentException("No constraint: " + constraint.getText());
      }
    }
    return Optional.of(new Pattern(slot, type.get(), constraints, Tokens.place(tree)));
  }

  private Optional<FactType> type(Token name) {
    Optional<FactType> type = FactSchema.type(name.getText());
    if (type.isEmpty()) {
      source.add(
          Tokens.place(name),
          "There is no fact %s.".formatted(name.getText()),
          Hints.insteadOf(name.getText())
              .orElseGet(() ->
                  Nearest.advice(
                      name.getText(), FactSchema.types().stream().map(FactType::name).toList())));
    } else if (!header.imports().contains(name.getText())) {
      source.add(
          Tokens.place(name),
          "%s is not imported.".formatted(name.getText()),
          "Add above the rules: import %s".formatted(type.get().type().getName()));
    }
    return type;
  }

  private void bind(BindContext tree, Scope inner, int slot, FactType type) {
    Optional<FactField> field = type.field(tree.field.getText());
    if (field.isEmpty()) {
      source.add(
          Tokens.place(tree.field),
          "%s has no field %s.".formatted(type.name(), tree.field.getText()),
          Nearest.advice(tree.field.getText(), type.fields().keySet()));
    } else {
      add(inner, tree.variable, new Scope.Bound.OfField(slot, type, field.get()));
    }
  }

  private void add(Scope inner, Token variable, Scope.Bound bound) {
    if (!inner.add(variable.getText(), bound)) {
      source.add(
          Tokens.place(variable),
          "%s is bound already.".formatted(variable.getText()),
          "Give each variable a name of its own; to compare, write == %s."
              .formatted(variable.getText()));
    }
  }

  private Optional<Clause> accumulate(AccumulateContext tree) {
    Scope inner = scope.within();
    Optional<Pattern> pattern = pattern(tree.pattern(), inner, Optional.empty());
    List<Clause.Tally> tallies = new ArrayList<>();
    for (TallyContext tally : tree.tally()) {
      pattern.flatMap(of -> tally(tally, inner, of.slot())).ifPresent(tallies::add);
    }
    for (Clause.Tally tally : tallies) {
      if (!scope.add(tally.variable(), new Scope.Bound.OfResult(tally))) {
        source.add(
            Tokens.place(tree.tally(tallies.indexOf(tally))),
            "%s is bound already.".formatted(tally.variable()),
            "Give each result a name of its own.");
      }
    }
    ExprBuilder outer = new ExprBuilder(source, header, scope, Optional.empty());
    List<Expr> having = new ArrayList<>();
    tree.disjunction().forEach(condition -> outer.condition(condition).ifPresent(having::add));
    return pattern.map(of -> new Clause.Accumulate(of, tallies, having));
  }

  private Optional<Clause.Tally> tally(TallyContext tree, Scope inner, int patternSlot) {
    Optional<Clause.Function> function =
        Stream.of(Clause.Function.values())
            .filter(candidate -> candidate.key().equals(tree.function.getText()))
            .findFirst();
    if (function.isEmpty()) {
      source.add(
          Tokens.place(tree.function),
          "%s cannot be computed over facts.".formatted(tree.function.getText()),
          Hints.insteadOf(tree.function.getText())
              .orElse("There are sum, count, min, max and average."));
      return Optional.empty();
    }
    boolean count = function.get() == Clause.Function.COUNT;
    if (count != (tree.disjunction() == null)) {
      source.add(
          Tokens.place(tree),
          count ? "count takes nothing." : "%s of what?".formatted(function.get().key()),
          count ? "Write count()." : "Name a variable of the pattern, for example sum($power).");
      return Optional.empty();
    }
    int slot = slots++;
    String variable = tree.variable.getText();
    if (count) {
      Expr one = new Expr.Literal(1, true, Quantity.FREE, Tokens.place(tree));
      return Optional.of(new Clause.Tally(slot, variable, function.get(), one, Quantity.FREE));
    }
    ExprBuilder builder = new ExprBuilder(source, header, inner, Optional.empty());
    return builder
        .build(tree.disjunction())
        .flatMap(of -> ownField(of, patternSlot))
        .map(of -> new Clause.Tally(slot, variable, function.get(), of, of.quantity()));
  }

  /** What is summed up is a plain field of the facts, which every DRL engine takes. */
  private Optional<Expr.NumberField> ownField(Expr of, int patternSlot) {
    if (of instanceof Expr.NumberField field && field.slot() == patternSlot) {
      return Optional.of(field);
    }
    source.add(
        of.place(),
        "%s is no number of the facts that are taken together.".formatted(of.place().text()),
        "Bind a field in the pattern: accumulate(Meter(hasPower, $power : powerW); $sum :"
            + " sum($power)).");
    return Optional.empty();
  }
}
