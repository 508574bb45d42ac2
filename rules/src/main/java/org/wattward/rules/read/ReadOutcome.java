package org.wattward.rules.read;

import java.util.List;
import org.wattward.rules.tree.RuleFile;

/** What came of reading a rule file. */
public sealed interface ReadOutcome {
  /** It is right. */
  record Accepted(RuleFile file) implements ReadOutcome {}

  /**
   * It is wrong.
   *
   * @param problems everything that is wrong, in the order of the file; at least one
   */
  record Refused(List<RuleProblem> problems) implements ReadOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
