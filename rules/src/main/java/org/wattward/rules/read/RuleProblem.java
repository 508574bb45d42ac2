package org.wattward.rules.read;

import org.wattward.devices.yaml.Problem;

/**
 * One thing that is wrong in a rule file, with the line it stands on.
 *
 * @param problem where, what is wrong and what would be right
 * @param source the line as it stands in the file; empty when the file as a whole is meant
 * @param length how many characters are meant, from the problem's column on
 */
public record RuleProblem(Problem problem, String source, int length)
    implements Comparable<RuleProblem> {

  /** The problem as a compiler shows it: place and sentence, the source line, a caret below. */
  public String shown() {
    if (source.isEmpty()) {
      return problem.toString();
    }
    int column = problem.column();
    String before = source.substring(0, Math.min(column - 1, source.length()));
    int carets = Math.max(1, Math.min(length, source.length() - column + 1));
    return "%s\n  %s\n  %s%s"
        .formatted(problem, source, before.replaceAll("[^\t]", " "), "^".repeat(carets));
  }

  @Override
  public int compareTo(RuleProblem other) {
    return problem.compareTo(other.problem);
  }
}
