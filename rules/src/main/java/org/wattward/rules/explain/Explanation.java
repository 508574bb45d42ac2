package org.wattward.rules.explain;

import java.util.List;

/**
 * What one rule makes of some facts.
 *
 * @param rule the rule's sentence
 * @param firings for how many combinations of facts it fires
 * @param fired what the facts of the first of these combinations are about
 * @param misses the combinations that came nearest without firing, the nearest first
 */
public record Explanation(String rule, int firings, List<String> fired, List<Miss> misses) {
  public Explanation {
    fired = List.copyOf(fired);
    misses = List.copyOf(misses);
  }

  /**
   * A combination of facts for which the rule does not fire.
   *
   * @param facts what the facts so far are about
   * @param condition the condition that failed, as it stands in the rule
   * @param failed each comparison of it that failed, with both values and units
   */
  public record Miss(List<String> facts, String condition, List<String> failed) {
    public Miss {
      facts = List.copyOf(facts);
      failed = List.copyOf(failed);
    }

    @Override
    public String toString() {
      String who = facts.isEmpty() ? "" : String.join(", ", facts) + ": ";
      return who + condition + (failed.isEmpty() ? "" : " (" + String.join("; ", failed) + ")");
    }
  }
}
