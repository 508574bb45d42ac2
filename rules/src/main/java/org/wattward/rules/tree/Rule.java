package org.wattward.rules.tree;

import java.util.List;

/**
 * One rule.
 *
 * @param name its sentence
 * @param place where its name stands
 * @param clauses what must be so, in order
 * @param conclusions what follows
 * @param slots how many facts and results its clauses bind; a {@link Expr.Field} names its slot
 */
public record Rule(
    String name, Place place, List<Clause> clauses, List<ConclusionTree> conclusions, int slots) {
  public Rule {
    clauses = List.copyOf(clauses);
    conclusions = List.copyOf(conclusions);
  }
}
