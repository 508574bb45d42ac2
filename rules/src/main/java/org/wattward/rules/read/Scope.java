package org.wattward.rules.read;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wattward.rules.facts.FactField;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.tree.Clause;

/** The variables that a place in a rule can see. */
final class Scope {
  private final Map<String, Bound> variables;

  Scope() {
    this(Map.of());
  }

  private Scope(Map<String, Bound> variables) {
    this.variables = new LinkedHashMap<>(variables);
  }

  /** A scope within this one: what is added there is not seen here. */
  Scope within() {
    return new Scope(variables);
  }

  Optional<Bound> find(String variable) {
    return Optional.ofNullable(variables.get(variable));
  }

  /**
   * Adds a variable.
   *
   * @return whether its name was free
   */
  boolean add(String variable, Bound bound) {
    return variables.putIfAbsent(variable, bound) == null;
  }

  Set<String> names() {
    return variables.keySet();
  }

  /** What a variable stands for. */
  sealed interface Bound {
    /** A fact. */
    record OfFact(int slot, FactType type) implements Bound {}

    /** A field of a fact. */
    record OfField(int slot, FactType type, FactField field) implements Bound {}

    /** A result over many facts. */
    record OfResult(Clause.Tally tally) implements Bound {}
  }
}
