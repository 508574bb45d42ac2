package org.wattward.rules.tree;

import java.util.List;

/** One condition of a rule. */
public sealed interface Clause {
  /** There is a fact like this; the rule fires once for each. */
  record Match(Pattern pattern) implements Clause {}

  /** There is no fact like this. */
  record Not(Pattern pattern) implements Clause {}

  /** There is a fact like this; the rule fires once however many there are. */
  record Exists(Pattern pattern) implements Clause {}

  /**
   * All facts like this, taken together.
   *
   * @param pattern which facts
   * @param tallies what is computed over them
   * @param having what must hold for the results
   */
  record Accumulate(Pattern pattern, List<Tally> tallies, List<Expr> having) implements Clause {
    public Accumulate {
      tallies = List.copyOf(tallies);
      having = List.copyOf(having);
    }
  }

  /**
   * A result over many facts.
   *
   * @param slot where the result is kept
   * @param variable its name in the rule
   * @param function what is computed
   * @param of what is taken of each fact; for a count it is the number 1
   * @param quantity the result's quantity
   */
  record Tally(int slot, String variable, Function function, Expr of, Quantity quantity) {}

  /** What can be computed over many facts. */
  enum Function {
    SUM("sum"),
    COUNT("count"),
    MIN("min"),
    MAX("max"),
    AVERAGE("average");

    private final String key;

    Function(String key) {
      this.key = key;
    }

    /** As written in rules. */
    public String key() {
      return key;
    }
  }
}
