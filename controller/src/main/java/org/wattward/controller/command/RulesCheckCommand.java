package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wattward.devices.yaml.Problem;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.RulePackage;
import org.wattward.rules.read.RuleProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says whether rule packages are right, and everything that is wrong with them. */
@Command(
    name = "check",
    description = "Reads rule packages and says everything that is wrong. Runs nothing.",
    mixinStandardHelpOptions = true)
final class RulesCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RuleFolders folders;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  /** What came out for a package. */
  record Result(
      String name, String hash, boolean right, String version, int rules, List<Problem> problems) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Result> results = new ArrayList<>();
    for (PackageFolder folder : folders.folders()) {
      switch (folders.read(folder)) {
        case PackageOutcome.Accepted(RulePackage read) -> {
          results.add(
              new Result(
                  read.name(), read.hash(), true, read.version(), read.rules().size(), List.of()));
          print(
              out,
              "%s is right: version %s, %d rules, %d scenarios."
                  .formatted(
                      read.name(), read.version(), read.rules().size(), read.scenarios().size()));
        }
        case PackageOutcome.Refused refused -> {
          results.add(
              new Result(
                  refused.name(),
                  folder.hash(),
                  false,
                  "",
                  0,
                  refused.problems().stream().map(RuleProblem::problem).toList()));
          refused.problems().forEach(problem -> print(out, problem.shown()));
          print(out, "%s: %d problems.".formatted(refused.name(), refused.problems().size()));
        }
      }
    }
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }
    out.flush();
    return results.stream().allMatch(Result::right) ? 0 : WattwardCommand.NO;
  }

  private void print(PrintWriter out, String line) {
    if (!json) {
      out.println(line);
    }
  }
}
