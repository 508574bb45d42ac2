package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.wattward.rules.tree.Rule;
import org.wattward.rules.tree.RuleFile;

/** Reads a rule file of the strict DRL subset. */
public final class RuleReader {
  /** Most rules in a file. */
  static final int MOST_RULES = 500;

  private static final int MOST_PROBLEMS = 100;

  private RuleReader() {}

  /**
   * Reads a file.
   *
   * @param name the file's name, for messages
   * @param text its text
   * @param context what it may refer to
   * @return the typed tree, or all that is wrong
   */
  public static ReadOutcome read(String name, String text, RuleContext context) {
    SourceText source = new SourceText(name, text);
    if (!source.isRight()) {
      return new ReadOutcome.Refused(source.problems());
    }
    Cut cut = Cut.of(text, source);
    if (!source.isRight()) {
      return new ReadOutcome.Refused(source.problems());
    }
    RuleParsing parsing = new RuleParsing(source);
    Header header =
        parsing
            .header(cut.header())
            .map(tree -> Header.of(tree, source, context))
            .orElse(Header.NONE);
    List<Rule> rules = new ArrayList<>();
    for (var tokens : cut.rules()) {
      parsing
          .rule(tokens)
          .flatMap(tree -> new RuleBuilder(source, header, context).build(tree))
          .ifPresent(rules::add);
    }
    refuseDoubles(rules, source);
    if (cut.rules().isEmpty()) {
      source.add(1, 1, 1, "The file has no rules.", "Write rule \"…\" when … then … end.");
    }
    List<RuleProblem> problems = source.problems();
    return problems.isEmpty()
        ? new ReadOutcome.Accepted(
            new RuleFile(name, new TreeSet<>(header.parameters().keySet()), rules))
        : new ReadOutcome.Refused(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
  }

  private static void refuseDoubles(List<Rule> rules, SourceText source) {
    Map<String, Rule> byName = new HashMap<>();
    for (Rule rule : rules) {
      Optional<Rule> earlier = Optional.ofNullable(byName.put(rule.name(), rule));
      earlier.ifPresent(first ->
          source.add(
              rule.place(),
              "The rule \"%s\" stands on line %d already."
                  .formatted(rule.name(), first.place().line()),
              "Give each rule a sentence of its own."));
    }
  }
}
