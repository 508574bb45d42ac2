package org.wattward.rules.explain;

import java.util.List;
import org.wattward.devices.time.Time;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.packages.ScenarioRunner;

/** Runs a package's scenario tests. */
public final class RuleTester {
  private static final int WIDEST = 60;

  private RuleTester() {}

  /**
   * Runs them.
   *
   * @param rulePackage a package that was found right
   * @param time for the limits of time
   */
  public static ScenarioRunner.Report test(RulePackage rulePackage, Time time) {
    return new ScenarioRunner(rulePackage, time).run();
  }

  /**
   * The report as a table for a terminal: given, expected, got, and whether they agree.
   *
   * @param all whether to show steps that passed whole, too
   */
  public static String table(ScenarioRunner.Report report, boolean all) {
    StringBuilder table = new StringBuilder();
    for (ScenarioRunner.StepResult step : report.steps()) {
      table.append(
          "%s  %s, step %d%n"
              .formatted(step.passed() ? "ok  " : "FAIL", step.scenario().name(), step.step()));
      if (all || !step.passed()) {
        lines(table, "given", step.given());
        lines(table, "expected", step.expected());
        lines(table, "got", step.got());
      }
    }
    report
        .neverFired()
        .forEach(rule -> table.append("FAIL  no test makes \"%s\" fire%n".formatted(rule)));
    report
        .neverSilent()
        .forEach(rule -> table.append("FAIL  no test leaves \"%s\" silent%n".formatted(rule)));
    return table.toString();
  }

  private static void lines(StringBuilder table, String title, List<String> lines) {
    String head = title;
    for (String line : lines.isEmpty() ? List.of("nothing") : lines) {
      table.append("      %-9s %s%n".formatted(head, line));
      head = "";
    }
    if (lines.size() > WIDEST) {
      table.append("%n".formatted());
    }
  }
}
