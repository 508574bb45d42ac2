package org.wattward.rules.read;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.tree.Clause;
import org.wattward.rules.tree.ConclusionTree;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;
import org.wattward.rules.tree.Pattern;
import org.wattward.rules.tree.Rule;

/**
 * Checks that a rule asks whether a field is known before it uses it, and whether a device has a
 * point before it asks something of it.
 */
final class Guards {
  private final SourceText source;

  Guards(SourceText source) {
    this.source = source;
  }

  /** A switch of a fact that is known to be on. */
  private record On(int slot, String field) {}

  void check(Rule rule) {
    Set<On> known = new HashSet<>();
    for (Clause clause : rule.clauses()) {
      switch (clause) {
        case Clause.Match(Pattern pattern) -> checkPattern(pattern, known);
        case Clause.Not(Pattern pattern) -> checkPattern(pattern, new HashSet<>(known));
        case Clause.Exists(Pattern pattern) -> checkPattern(pattern, new HashSet<>(known));
        case Clause.Accumulate accumulate -> {
          Set<On> inside = new HashSet<>(known);
          checkPattern(accumulate.pattern(), inside);
          accumulate.tallies().forEach(tally -> checkUse(tally.of(), inside));
          accumulate.having().forEach(condition -> checkUse(condition, known));
        }
      }
    }
    rule.conclusions().forEach(conclusion -> checkConclusion(conclusion, known));
  }

  /** Checks the pattern's constraints and adds what they make sure to {@code known}. */
  private void checkPattern(Pattern pattern, Set<On> known) {
    pattern.constraints().forEach(constraint -> addSure(constraint, known));
    pattern.constraints().forEach(constraint -> checkUse(constraint, known));
  }

  private static void addSure(Expr expr, Set<On> known) {
    switch (expr) {
      case Expr.SwitchField field -> known.add(new On(field.slot(), field.field().name()));
      case Expr.All all -> all.of().forEach(part -> addSure(part, known));
      case Expr.CompareSwitches(boolean equal, Expr.SwitchField field, Expr.Truth truth, var _)
          when equal == truth.value() ->
          known.add(new On(field.slot(), field.field().name()));
      default -> {}
    }
  }

  private void checkUse(Expr expr, Set<On> known) {
    switch (expr) {
      case Expr.All all -> {
        Set<On> inside = new HashSet<>(known);
        all.of().forEach(part -> addSure(part, inside));
        all.of().forEach(part -> checkUse(part, inside));
      }
      case Expr.Any any -> any.of().forEach(part -> checkUse(part, known));
      case Expr.Opposite opposite -> checkUse(opposite.of(), known);
      default -> ExprWalk.fields(expr).forEach(field -> checkField(field, known));
    }
  }

  private void checkField(Expr.Field use, Set<On> known) {
    FactField field = use.field();
    if (field.mayBeAbsent() && !known.contains(new On(use.slot(), field.when()))) {
      source.add(
          use.place(),
          "%s of %s is not known when the device has no such point or its reading is not good."
              .formatted(field.name(), use.type().name()),
          "Ask first: %s(%s, …).".formatted(use.type().name(), field.when()));
    }
  }

  private void checkConclusion(ConclusionTree conclusion, Set<On> known) {
    List<List<Expr>> all = List.of(conclusion.texts(), conclusion.numbers(), conclusion.values());
    all.forEach(exprs -> exprs.forEach(expr -> checkUse(expr, known)));
    if (conclusion.type().isWish()
        && conclusion.texts().getFirst() instanceof Expr.TextField device
        && conclusion.texts().getLast() instanceof Expr.Text point) {
      device
          .type()
          .offering(point.value())
          .filter(offer -> !known.contains(new On(device.slot(), offer.name())))
          .ifPresent(offer ->
              source.add(
                  point.place(),
                  "Not every %s has a point %s that can be written."
                      .formatted(device.type().name(), point.value()),
                  "Ask first: %s(%s, …).".formatted(device.type().name(), offer.name())));
    }
  }
}
