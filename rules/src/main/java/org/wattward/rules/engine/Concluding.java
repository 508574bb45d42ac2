package org.wattward.rules.engine;

import java.util.List;
import org.drools.model.Variable;
import org.drools.model.consequences.ConsequenceBuilder;

/** A consequence over any number of facts and results that hands over its conclusions. */
final class Concluding extends ConsequenceBuilder.AbstractValidBuilder<Concluding> {
  Concluding(List<Variable<Object>> bound, RuleConsequence consequence) {
    super(bound.toArray(Variable<?>[]::new));
    this.block = row -> Deciding.conclude(consequence.conclude(row));
  }
}
