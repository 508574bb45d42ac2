package org.wattward.rules.tree;

import java.util.List;
import org.wattward.rules.facts.FactType;

/**
 * Which facts are meant.
 *
 * @param slot where the fact is kept while the rule is tried
 * @param type the facts' type
 * @param constraints what must hold; all of them
 * @param place where it stands
 */
public record Pattern(int slot, FactType type, List<Expr> constraints, Place place) {
  public Pattern {
    constraints = List.copyOf(constraints);
  }
}
