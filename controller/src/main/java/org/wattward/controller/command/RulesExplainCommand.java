package org.wattward.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.rules.explain.Explanation;
import org.wattward.rules.explain.RuleExplainer;
import org.wattward.rules.explain.RuleExplainer.Question;
import org.wattward.rules.packages.FactsFile;
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

/** Says which rules fire for some facts, which nearly did, and why not. */
@Command(
    name = "explain",
    description =
        "Says which rules fire for the facts of a file, which nearly did, and on which comparison"
            + " they failed, with both values and units.",
    mixinStandardHelpOptions = true)
final class RulesExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RuleFolders folders;

  @Option(
      names = "--facts",
      required = true,
      paramLabel = "FILE",
      description =
          "YAML with facts by type, as in a package's tests, and `parameters` if they differ from"
              + " the default")
  private Path facts = Path.of("facts.yaml");

  @Option(names = "--about", paramLabel = "DEVICE", description = "Only what concerns this device")
  private @Nullable String about;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  /** What a package makes of the facts. */
  record Result(String name, List<Explanation> rules) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Result> results = new ArrayList<>();
    String text = text();
    for (PackageFolder folder : folders.folders()) {
      RulePackage read =
          switch (folders.read(folder)) {
            case PackageOutcome.Accepted(RulePackage accepted) -> accepted;
            case PackageOutcome.Refused refused ->
                throw new WattwardException(
                    String.join(
                        "\n", refused.problems().stream().map(RuleProblem::shown).toList()));
          };
      FactsFile given = FactsFile.read(facts.toString(), text);
      List<Explanation> explained =
          RuleExplainer.explain(
                  read.rules(),
                  new Question(given.facts(), given.values(read), Optional.ofNullable(about)))
              .stream()
              .filter(one -> one.firings() > 0 || !one.misses().isEmpty())
              .toList();
      results.add(new Result(read.name(), explained));
    }
    if (json) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    } else {
      results.forEach(result -> print(out, result));
    }
    out.flush();
    return 0;
  }

  private String text() {
    try {
      return Files.readString(facts);
    } catch (IOException e) {
      throw new WattwardException(
          "The facts in %s cannot be read: %s".formatted(facts, e.getMessage()), e);
    }
  }

  private static void print(PrintWriter out, Result result) {
    out.println(result.name);
    for (Explanation explanation : result.rules) {
      if (explanation.firings() > 0) {
        out.printf("  fires %d×: %s%n", explanation.firings(), explanation.rule());
      } else {
        out.printf("  silent:   %s%n", explanation.rule());
      }
      explanation.fired().forEach(facts -> out.printf("            for %s%n", facts));
      for (Explanation.Miss miss : explanation.misses()) {
        out.printf("            not for %s%n", miss);
      }
    }
    out.println();
  }
}
