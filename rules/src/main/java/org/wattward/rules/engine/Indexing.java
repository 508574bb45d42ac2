package org.wattward.rules.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.tree.Expr;

/** How Drools can find the facts of a condition without trying each. */
sealed interface Indexing {
  /** A number for each field of each fact. */
  Map<String, Integer> IDS = ids();

  /** It cannot. */
  record None() implements Indexing {}

  /** By a constant. */
  record Alpha(int id, Function<Object, Object> left, Object value) implements Indexing {}

  /** By a field of an earlier fact. */
  record Beta(int id, Function<Object, Object> left, Function<Object, Object> right)
      implements Indexing {}

  /**
   * The index for a constraint: equal texts are worth one. Numbers are not, because 0 and -0 are
   * equal and have different keys.
   *
   * @param own the slot of the pattern that the constraint belongs to
   */
  static Indexing of(Expr.OfSwitch constraint, int own) {
    if (!(constraint instanceof Expr.CompareTexts compare) || !compare.equal()) {
      return new None();
    }
    if (compare.left() instanceof Expr.TextField left && left.slot() == own) {
      return of(left, compare.right(), own);
    }
    return compare.right() instanceof Expr.TextField right && right.slot() == own
        ? of(right, compare.left(), own)
        : new None();
  }

  private static Indexing of(Expr.TextField field, Expr.OfText other, int own) {
    Function<Object, Object> left = ExprCompiler.textOf(field.field());
    return switch (other) {
      case Expr.Text text -> new Alpha(id(field), left, text.value());
      case Expr.TextField right when right.slot() != own ->
          new Beta(id(field), left, ExprCompiler.textOf(right.field()));
      case Expr.TextField _ -> new None();
    };
  }

  /** A number that is the field's alone. */
  private static int id(Expr.TextField field) {
    return IDS.getOrDefault(field.type().name() + "." + field.field().name(), 0);
  }

  private static Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>();
    for (FactType type : FactSchema.types()) {
      type.fields().keySet().forEach(name -> ids.put(type.name() + "." + name, ids.size() + 1));
    }
    return Map.copyOf(ids);
  }
}
