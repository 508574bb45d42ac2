package org.wattward.controller.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where the controller keeps what it must not forget. */
final class DataDirectory {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where accounts, the embedded database and what must survive a restart are kept."
              + " Environment: WATTWARD_DATA. Default: ${DEFAULT-VALUE}",
      defaultValue = "${env:WATTWARD_DATA:-${sys:user.home}/.local/share/wattward}")
  Path path = Path.of(".");
}
