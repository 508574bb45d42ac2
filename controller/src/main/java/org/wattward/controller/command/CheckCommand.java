package org.wattward.controller.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.rules.KnownPackages;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problem;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says whether a site file can be used, and everything that is wrong with it. */
@Command(
    name = "check",
    description =
        "Reads a site file, its templates and the names and parameters of its rule packages, and a"
            + " scenario, and says everything that is wrong. Starts nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "The site file. With --scenario alone: the demonstration district")
  private @Nullable Path file;

  @Mixin private ScenarioOption scenarios;

  @Mixin private DataDirectory data;
  @Mixin private RulesOption rules;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  /** What came out. */
  record Result(String file, boolean valid, List<Problem> problems) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (file == null && scenarios.name().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Say what to check: --site FILE, --scenario FILE, or both.");
    }
    try {
      Site site = site();
      Optional<Scenario> scenario = scenarios.read(site);
      if (json) {
        printJson(out, List.of());
        return 0;
      }
      if (file != null) {
        out.printf(
            "%s is fine: %d links, %d devices, %d zones.%n",
            file, site.links().size(), site.devices().size(), site.zones().size());
      }
      scenario.ifPresent(it ->
          out.printf(
              "%s is fine: %d faults, %d devices with quirks, %d events.%n",
              scenarios.name().orElse(""),
              it.faults().size(),
              it.quirks().size(),
              it.events().size()));
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

  private String checked() {
    Path given = file;
    return given == null ? scenarios.name().orElse("") : given.toString();
  }

  private Site site() {
    Path given = file;
    return given == null
        ? DistrictModel.demoSite()
        : SiteReader.read(
            given,
            Templates.bundled(),
            KnownPackages.of(rules.directory(), data.path.resolve("rules")));
  }

  private void printJson(PrintWriter out, List<Problem> problems) {
    out.println(
        JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(new Result(checked(), problems.isEmpty(), problems)));
  }
}
