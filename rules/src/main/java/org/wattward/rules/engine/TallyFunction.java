package org.wattward.rules.engine;

import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.AccumulateFunction;
import org.wattward.rules.tree.Clause;

/**
 * Computes a sum, count, least, greatest or mean over facts, and remembers which they were.
 *
 * <p>An empty set has the sum and the count 0, and no least, greatest or mean: then the rule does
 * not fire, as with Drools' own functions.
 */
@SuppressWarnings("serial") // Drools asks for Serializable contexts and never writes them
final class TallyFunction implements AccumulateFunction<TallyFunction.Tally> {
  private final Clause.Function function;
  private final Lambdas.NumberOf of;

  TallyFunction(Clause.Function function, Lambdas.NumberOf of) {
    this.function = function;
    this.of = of;
  }

  /** What was seen so far. */
  static final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> facts = new ArrayList<>();
    private double total;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
  }

  @Override
  public Tally createContext() {
    return new Tally();
  }

  @Override
  public void init(Tally tally) {
    tally.facts.clear();
    tally.total = 0;
    tally.least = Double.POSITIVE_INFINITY;
    tally.greatest = Double.NEGATIVE_INFINITY;
  }

  @Override
  public void accumulate(Tally tally, Object fact) {
    Deciding.tick();
    double value = of.at(fact, fact, fact, fact, fact);
    tally.facts.add(fact);
    tally.total += value;
    tally.least = Math.min(tally.least, value);
    tally.greatest = Math.max(tally.greatest, value);
  }

  @Override
  public void reverse(Tally tally, Object fact) {
    throw new UnsupportedOperationException("Facts never leave a decision.");
  }

  @Override
  public boolean supportsReverse() {
    return false;
  }

  @Override
  public @Nullable Object getResult(Tally tally) {
    int count = tally.facts.size();
    boolean none = count == 0;
    return switch (function) {
      case SUM -> new Tallied(tally.total, tally.facts);
      case COUNT -> new Tallied(count, tally.facts);
      case MIN -> none ? null : new Tallied(tally.least, tally.facts);
      case MAX -> none ? null : new Tallied(tally.greatest, tally.facts);
      case AVERAGE -> none ? null : new Tallied(tally.total / count, tally.facts);
    };
  }

  @Override
  public Class<?> getResultType() {
    return Tallied.class;
  }

  @Override
  public void writeExternal(ObjectOutput out) {
    throw new UnsupportedOperationException("Rules are never stored in this form.");
  }

  @Override
  public void readExternal(ObjectInput in) {
    throw new UnsupportedOperationException("Rules are never stored in this form.");
  }
}
