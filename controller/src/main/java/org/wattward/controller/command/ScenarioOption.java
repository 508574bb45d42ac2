package org.wattward.controller.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Site;
import org.wattward.sim.scenario.BundledScenarios;
import org.wattward.sim.scenario.Scenario;
import org.wattward.sim.scenario.ScenarioReader;
import picocli.CommandLine.Option;

/** What happens in a simulated district, by a file or by the name of one that is bundled. */
final class ScenarioOption {
  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description =
          "What happens: weather, prices, demand response, quirks and faults. A file, or one of"
              + " those of the program: demand-response-day, every-fault, winter-week")
  private @Nullable String chosen;

  /** What was chosen, as written. */
  Optional<String> name() {
    return Optional.ofNullable(chosen);
  }

  /**
   * Reads what was chosen.
   *
   * @param site where it is to happen
   * @throws org.wattward.devices.yaml.InvalidFile with everything that is wrong
   */
  Optional<Scenario> read(Site site) {
    return name().map(name -> read(name, site));
  }

  private static Scenario read(String name, Site site) {
    Path file = Path.of(name);
    if (Files.exists(file)) {
      return ScenarioReader.read(file, site);
    }
    return BundledScenarios.text(name)
        .map(text -> ScenarioReader.read(name + ".yaml", text, site))
        .orElseThrow(() ->
            new WattwardException(
                "There is no file \"%s\", and no scenario of that name comes with the program. Those that do are: %s."
                    .formatted(name, String.join(", ", BundledScenarios.names()))));
  }
}
