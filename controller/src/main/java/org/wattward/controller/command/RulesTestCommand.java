package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wattward.devices.time.Time;
import org.wattward.rules.explain.RuleTester;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.packages.ScenarioRunner;
import org.wattward.rules.read.RuleProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs the scenario tests of rule packages. */
@Command(
    name = "test",
    description = "Runs the scenario tests of rule packages: given, expected, got.",
    mixinStandardHelpOptions = true)
final class RulesTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RuleFolders folders;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Option(
      names = "--all",
      description = "Show given, expected and got of every step, not of failed ones only")
  private boolean all;

  /** What came out for a package. */
  record Result(
      String name,
      boolean passed,
      List<String> problems,
      List<Step> steps,
      List<String> neverFired,
      List<String> neverSilent) {}

  /** One step of a scenario. */
  record Step(
      String file,
      int line,
      String scenario,
      int step,
      boolean passed,
      List<String> given,
      List<String> expected,
      List<String> got) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Result> results = new ArrayList<>();
    for (PackageFolder folder : folders.folders()) {
      results.add(
          switch (folders.read(folder)) {
            case PackageOutcome.Accepted(RulePackage read) -> run(read, out);
            case PackageOutcome.Refused refused -> refused(refused, out);
          });
    }
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }
    out.flush();
    return results.stream().allMatch(Result::passed) ? 0 : WattwardCommand.NO;
  }

  private Result run(RulePackage read, PrintWriter out) {
    ScenarioRunner.Report report = RuleTester.test(read, Time.system());
    long failed = report.steps().stream().filter(step -> !step.passed()).count();
    if (!json) {
      out.printf("%s %s%n", read.name(), read.version());
      out.print(RuleTester.table(report, all));
      out.printf(
          "%s: %d steps, %d failed, %d rules never fired, %d never silent.%n%n",
          read.name(),
          report.steps().size(),
          failed,
          report.neverFired().size(),
          report.neverSilent().size());
    }
    return new Result(
        read.name(),
        report.passed(),
        List.of(),
        report.steps().stream().map(RulesTestCommand::step).toList(),
        report.neverFired().stream().sorted().toList(),
        report.neverSilent().stream().sorted().toList());
  }

  private static Step step(ScenarioRunner.StepResult step) {
    return new Step(
        step.scenario().file(),
        step.scenario().line(),
        step.scenario().name(),
        step.step(),
        step.passed(),
        step.given(),
        step.expected(),
        step.got());
  }

  private Result refused(PackageOutcome.Refused refused, PrintWriter out) {
    List<String> problems = refused.problems().stream().map(RuleProblem::shown).toList();
    if (!json) {
      problems.forEach(out::println);
      out.printf("%s: %d problems; nothing was run.%n%n", refused.name(), problems.size());
    }
    return new Result(refused.name(), false, problems, List.of(), List.of(), List.of());
  }
}
