package org.wattward.rules.tree;

import java.util.List;
import java.util.Set;

/**
 * A rule file that was read and found right.
 *
 * @param name the file's name
 * @param parameters the parameters it uses
 * @param rules its rules, in the order of the file
 */
public record RuleFile(String name, Set<String> parameters, List<Rule> rules) {
  public RuleFile {
    parameters = Set.copyOf(parameters);
    rules = List.copyOf(rules);
  }
}
