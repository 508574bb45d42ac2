package org.wattward.controller.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where rule packages are. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description =
          "Directory of rule packages, a folder each; a changed package that passes its tests comes"
              + " into force while the district runs. Packages of the program that it does not have"
              + " stay. Environment: WATTWARD_RULES. Default: rules/packages in the data directory,"
              + " where the program puts copies of its own",
      defaultValue = "${env:WATTWARD_RULES}")
  private @Nullable Path path;

  Optional<Path> directory() {
    return Optional.ofNullable(path);
  }
}
