package org.wattward.controller.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.wattward.controller.rules.KnownPackages;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says whether a site file can be used, and everything that is wrong with it. */
@Command(
    name = "check",
    description =
        "Reads a site file, its templates and the names and parameters of its rule packages, and"
            + " says everything that is wrong. Starts nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--site", required = true, paramLabel = "FILE", description = "The site file")
  private Path file = Path.of("site.yaml");

  @Mixin private DataDirectory data;
  @Mixin private RulesOption rules;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  /** What came out. */
  record Result(String file, boolean valid, List<Problem> problems) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Site site =
          SiteReader.read(
              file,
              Templates.bundled(),
              KnownPackages.of(rules.directory(), data.path.resolve("rules")));
      if (json) {
        printJson(out, List.of());
      } else {
        out.printf(
            "%s is fine: %d links, %d devices, %d zones.%n",
            file, site.links().size(), site.devices().size(), site.zones().size());
      }
      return 0;
    } catch (InvalidFile invalid) {
      if (json) {
        printJson(out, invalid.problems());
      } else {
        invalid.problems().forEach(out::println);
        out.printf("%d problems; nothing was started.%n", invalid.problems().size());
      }
      return WattwardCommand.NO;
    } finally {
      out.flush();
    }
  }

  private void printJson(PrintWriter out, List<Problem> problems) {
    out.println(
        JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(new Result(file.toString(), problems.isEmpty(), problems)));
  }
}
