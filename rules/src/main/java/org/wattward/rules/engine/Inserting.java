package org.wattward.rules.engine;

import java.util.Arrays;
import java.util.List;
import org.drools.model.Drools;
import org.drools.model.Variable;
import org.drools.model.consequences.ConsequenceBuilder;

/** A consequence over any number of facts and results that inserts conclusions logically. */
final class Inserting extends ConsequenceBuilder.AbstractValidBuilder<Inserting> {
  Inserting(List<Variable<Object>> bound, RuleConsequence consequence) {
    super(bound.toArray(Variable<?>[]::new));
    this.usingDrools = true;
    this.block =
        arguments -> {
          Budget.tick();
          Object[] row = Arrays.copyOfRange(arguments, 1, arguments.length);
          consequence.conclude(row).forEach(((Drools) arguments[0])::logicalInsert);
        };
  }
}
