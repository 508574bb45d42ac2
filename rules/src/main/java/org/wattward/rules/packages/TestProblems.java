package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.yaml.Problem;
import org.wattward.rules.read.RuleProblem;

/** What a failed test report says about its package. */
final class TestProblems {
  private TestProblems() {}

  static List<RuleProblem> of(RulePackage rulePackage, ScenarioRunner.Report report) {
    List<RuleProblem> problems = new ArrayList<>();
    for (ScenarioRunner.StepResult step : report.steps()) {
      if (!step.passed()) {
        problems.add(failed(step));
      }
    }
    String manifest = rulePackage.name() + "/package.yaml";
    if (report.steps().isEmpty()) {
      problems.add(
          PackageReader.whole(
              manifest, "The package has no tests.", "Add scenarios in tests/*.yaml."));
      return problems;
    }
    for (String rule : report.neverFired()) {
      problems.add(
          PackageReader.whole(
              manifest, "No test makes \"%s\" fire.".formatted(rule), "Add a scenario for it."));
    }
    for (String rule : report.neverSilent()) {
      problems.add(
          PackageReader.whole(
              manifest, "No test leaves \"%s\" silent.".formatted(rule), "Add a scenario for it."));
    }
    return problems;
  }

  private static RuleProblem failed(ScenarioRunner.StepResult step) {
    Scenario scenario = step.scenario();
    return new RuleProblem(
        new Problem(
            scenario.file(),
            scenario.line(),
            1,
            "",
            "Step %d of \"%s\" expected %s and got %s."
                .formatted(step.step(), scenario.name(), step.expected(), step.got()),
            "Change the rule or the test."),
        "",
        1);
  }
}
