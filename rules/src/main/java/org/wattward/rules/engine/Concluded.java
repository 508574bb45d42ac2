package org.wattward.rules.engine;

import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.rules.conclusions.Conclusion;

/**
 * A conclusion with the rule that drew it.
 *
 * @param rule place of the rule among the engine's rules, from 0
 * @param conclusion what was concluded
 * @param basis the points that the fields were made of which the rule's conditions and conclusion
 *     use
 */
public record Concluded(int rule, Conclusion conclusion, Set<PointId> basis) {
  public Concluded {
    basis = Set.copyOf(basis);
  }

  /** Without the basis, which is dear to hash and seldom tells two apart. */
  @Override
  public int hashCode() {
    return 31 * rule + conclusion.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Concluded same
        && rule == same.rule
        && conclusion.equals(same.conclusion)
        && basis.equals(same.basis);
  }
}
