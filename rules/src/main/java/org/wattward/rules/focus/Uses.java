package org.wattward.rules.focus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.facts.Held;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Rule;

/** The fields that rules look at, and how. */
final class Uses {
  /**
   * What rules compare the time with for which a condition has held.
   *
   * @param conditions which conditions; empty for all
   */
  record Lasting(Expr.CompareNumbers compare, Set<String> conditions, Affine affine) {}

  /**
   * A comparison of several numbers.
   *
   * @param slots which facts stand in the rule's slots
   */
  record Joint(Expr.CompareNumbers compare, Map<Integer, Meant> slots, Affine affine) {}

  /**
   * Which facts a pattern can match at all.
   *
   * @param type their type
   * @param on switches of the device's kind that must be on
   * @param off and those that must be off
   */
  record Meant(FactType type, Set<FactField> on, Set<FactField> off) {
    boolean isMeant(Fact fact) {
      return fact.getClass() == type.type()
          && on.stream().allMatch(field -> field.isOn(fact))
          && off.stream().noneMatch(field -> field.isOn(fact));
    }
  }

  final Map<Meant, Map<FactField, Use>> fields = new LinkedHashMap<>();
  final List<Lasting> lasting = new ArrayList<>();
  final List<Joint> joint = new ArrayList<>();

  /** Conditions whose beginning or end matters at once to a rule that does not state them. */
  final Set<String> immediate = new HashSet<>();

  private final Affine affine;
  private final Set<String> fired;
  private Map<Integer, Meant> slots = Map.of();

  /**
   * No rules yet.
   *
   * @param parameters the values of the package's parameters
   * @param fired the names of rules that asked for something: what they ask for matters
   */
  Uses(Map<String, Double> parameters, Set<String> fired) {
    this.affine = new Affine(parameters);
    this.fired = fired;
  }

  /** Reads a rule. */
  void add(Rule rule) {
    List<Pattern> patterns = rule.clauses().stream().map(Uses::pattern).toList();
    enter(patterns);
    for (Clause clause : rule.clauses()) {
      Set<String> conditions = conditions(pattern(clause));
      expressions(clause).forEach(expr -> look(expr, conditions));
    }
    if (fired.contains(rule.name())) {
      rule.conclusions().stream()
          .flatMap(conclusion -> conclusion.numbers().stream())
          .forEach(expr -> look(expr, Set.of()));
    }
    conditions(rule);
  }

  /** Reads what a rule waits for; a number that is joined with others counts by its value. */
  void add(Pattern pattern) {
    enter(List.of(pattern));
    for (Expr constraint : pattern.constraints()) {
      if (ExprWalk.fields(constraint).allMatch(field -> field.slot() == pattern.slot())) {
        look(constraint, conditions(pattern));
      }
    }
  }

  private void enter(List<Pattern> patterns) {
    slots = new HashMap<>();
    patterns.forEach(pattern -> slots.put(pattern.slot(), meant(pattern)));
    slots.values().forEach(this::of);
  }

  private static Stream<Expr> expressions(Clause clause) {
    Stream<Expr> own = pattern(clause).constraints().stream();
    return clause instanceof Clause.Accumulate sum
        ? Stream.of(own, sum.tallies().stream().map(Clause.Tally::of), sum.having().stream())
            .flatMap(it -> it)
        : own;
  }

  static Pattern pattern(Clause clause) {
    return switch (clause) {
      case Clause.Match(Pattern of) -> of;
      case Clause.Not(Pattern of) -> of;
      case Clause.Exists(Pattern of) -> of;
      case Clause.Accumulate accumulate -> accumulate.pattern();
    };
  }

  /** Switches that say what a device is, and never change. */
  private static Meant meant(Pattern pattern) {
    Set<FactField> on = new HashSet<>();
    Set<FactField> off = new HashSet<>();
    for (Expr constraint : pattern.constraints()) {
      switch (constraint) {
        case Expr.SwitchField field when isFixed(field, pattern) -> on.add(field.field());
        case Expr.Opposite(Expr.SwitchField field, _) when isFixed(field, pattern) ->
            off.add(field.field());
        default -> {}
      }
    }
    return new Meant(pattern.type(), on, off);
  }

  private static boolean isFixed(Expr.SwitchField field, Pattern pattern) {
    return field.slot() == pattern.slot()
        && pattern.type().kind().isPresent()
        && field.field().points().isEmpty();
  }

  private Map<FactField, Use> of(Meant meant) {
    return fields.computeIfAbsent(meant, _ -> new HashMap<>());
  }

  private Use use(Expr.Field field) {
    return of(Objects.requireNonNull(slots.get(field.slot())))
        .computeIfAbsent(field.field(), _ -> new Use());
  }

  private void look(Expr expr, Set<String> conditions) {
    switch (expr) {
      case Expr.CompareNumbers compare -> compare(compare, conditions);
      case Expr.All(List<Expr.OfSwitch> of, _) -> of.forEach(it -> look(it, conditions));
      case Expr.Any(List<Expr.OfSwitch> of, _) -> of.forEach(it -> look(it, conditions));
      case Expr.Opposite(Expr.OfSwitch of, _) -> look(of, conditions);
      case Expr other -> ExprWalk.fields(other).forEach(this::value);
    }
  }

  private void compare(Expr.CompareNumbers compare, Set<String> conditions) {
    if (ExprWalk.fields(compare).anyMatch(Uses::isLasting)) {
      lasting.add(new Lasting(compare, conditions, affine));
      ExprWalk.fields(compare).filter(it -> !isLasting(it)).forEach(this::value);
      return;
    }
    OptionalDouble level = affine.level(compare);
    if (level.isPresent()) {
      Expr.Field field = ExprWalk.fields(compare).findFirst().orElseThrow();
      use(field).levels.add(level.getAsDouble());
    } else if (ExprWalk.results(compare).findAny().isPresent()) {
      ExprWalk.fields(compare).forEach(this::value);
    } else {
      joint.add(new Joint(compare, slots, affine));
    }
  }

  /** The conditions that a pattern names; empty when it names none. */
  static Set<String> conditions(Pattern pattern) {
    Set<String> names = new HashSet<>();
    for (Expr constraint : pattern.constraints()) {
      switch (constraint) {
        case Expr.CompareTexts(boolean equal, Expr.TextField field, Expr.Text(String name, _), _)
            when equal && isName(field) ->
            names.add(name);
        case Expr.TextAmong(boolean among, Expr.TextField field, List<Expr.Text> choices, _)
            when among && isName(field) ->
            choices.forEach(choice -> names.add(choice.value()));
        default -> {}
      }
    }
    return names;
  }

  /** A condition that a rule only keeps up itself changes nothing by beginning or ending. */
  private void conditions(Rule rule) {
    Set<String> stated = new HashSet<>();
    rule.conclusions().stream()
        .flatMap(conclusion -> conclusion.texts().stream())
        .filter(Expr.Text.class::isInstance)
        .forEach(text -> stated.add(((Expr.Text) text).value()));
    for (Clause clause : rule.clauses()) {
      Pattern pattern = pattern(clause);
      boolean timed =
          pattern.constraints().stream().flatMap(ExprWalk::fields).anyMatch(Uses::isLasting);
      if (!timed) {
        conditions(pattern).stream().filter(it -> !stated.contains(it)).forEach(immediate::add);
      }
    }
  }

  private static boolean isName(Expr.TextField field) {
    return field.type().type() == Held.class && field.field().name().equals("condition");
  }

  private void value(Expr.Field field) {
    use(field).valued = true;
  }

  /** The value of a field matters. */
  void value(Map<Integer, Meant> of, Expr.Field field) {
    slots = of;
    value(field);
  }

  /** Whether it is the time for which a condition has held. */
  static boolean isLasting(Expr.Field field) {
    return field.type().type() == Held.class && field.field().name().equals("seconds");
  }
}
