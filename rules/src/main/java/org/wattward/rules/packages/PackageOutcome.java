package org.wattward.rules.packages;

import java.util.List;
import org.wattward.rules.read.RuleProblem;

/** What came of reading a rule package. */
public sealed interface PackageOutcome {
  /** The package's name. */
  String name();

  /** It is right. */
  record Accepted(RulePackage rulePackage) implements PackageOutcome {
    @Override
    public String name() {
      return rulePackage.name();
    }
  }

  /**
   * It is wrong.
   *
   * @param problems everything that is wrong, by file; at least one
   */
  record Refused(String name, List<RuleProblem> problems) implements PackageOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
