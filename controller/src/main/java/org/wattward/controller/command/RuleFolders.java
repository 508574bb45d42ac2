package org.wattward.controller.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SiteReader;
import org.wattward.devices.template.Templates;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.PackageReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rule packages that a command is about. */
final class RuleFolders {
  @Parameters(
      paramLabel = "DIR",
      description = "A rule package (with package.yaml), or a directory with a folder for each")
  private Path directory = Path.of(".");

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "A site file, to check that devices and points that rules name exist")
  private @Nullable Path site;

  /** The packages' files; at least one. */
  List<PackageFolder> folders() {
    if (!Files.isDirectory(directory)) {
      throw new WattwardException("There is no directory %s.".formatted(directory));
    }
    if (Files.isRegularFile(directory.resolve("package.yaml"))) {
      return List.of(PackageLoader.folder(directory));
    }
    List<PackageFolder> folders = PackageLoader.folders(directory);
    if (folders.isEmpty()) {
      throw new WattwardException(
          "%s is no rule package and has none: there is no package.yaml in it or in a folder of it."
              .formatted(directory));
    }
    return folders;
  }

  PackageOutcome read(PackageFolder folder) {
    Optional<Site> known =
        Optional.ofNullable(site).map(file -> SiteReader.read(file, Templates.bundled()));
    return PackageReader.read(folder, known);
  }
}
