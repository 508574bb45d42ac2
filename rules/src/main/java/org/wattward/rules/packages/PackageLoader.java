package org.wattward.rules.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.wattward.devices.WattwardException;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.RulePackages;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.rules.read.RuleProblem;

/** Loads packages: reads them, runs their tests, and refuses those that fail. */
public final class PackageLoader {
  private static final int DEEPEST_FOLDER = 3;
  private static final long LARGEST_FILE = 1024 * 1024;

  private PackageLoader() {}

  /** The packages that come with the program, in the order of their names. */
  public static List<PackageFolder> ownFolders() {
    List<PackageFolder> folders = new ArrayList<>();
    String name = "";
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String path : new String(resource("index.txt"), StandardCharsets.UTF_8).lines().toList()) {
      int slash = path.indexOf('/');
      if (slash > 0) {
        if (!path.substring(0, slash).equals(name) && !files.isEmpty()) {
          folders.add(new PackageFolder(name, files));
          files = new TreeMap<>();
        }
        name = path.substring(0, slash);
        files.put(path.substring(slash + 1), resource(path));
      }
    }
    folders.add(new PackageFolder(name, files));
    return folders;
  }

  /** A package's folder on disk. Links are not followed. */
  public static PackageFolder folder(Path directory) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(directory, DEEPEST_FOLDER)) {
      for (Path path : found.toList()) {
        String name = path.getFileName().toString();
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !name.startsWith(".")) {
          if (Files.size(path) > LARGEST_FILE) {
            throw new WattwardException(
                "%s is larger than 1 MiB. Split it into several files.".formatted(path));
          }
          String within = directory.relativize(path).toString().replace('\\', '/');
          files.put(within, Files.readAllBytes(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The package %s cannot be read.".formatted(directory), e);
    }
    return new PackageFolder(
        directory.toAbsolutePath().normalize().getFileName().toString(), files);
  }

  /** The packages in a directory: each folder in it that has a {@code package.yaml}. */
  public static List<PackageFolder> folders(Path directory) {
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .filter(path -> Files.isRegularFile(path.resolve("package.yaml")))
          .sorted()
          .map(PackageLoader::folder)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder %s cannot be read.".formatted(directory), e);
    }
  }

  /**
   * Reads a package and runs its tests.
   *
   * @param site the site it shall run in, if known
   * @param time for the limits of time
   * @return refused as well when a test fails, or a rule is never seen firing or never silent
   */
  public static PackageOutcome load(PackageFolder folder, Optional<Site> site, Time time) {
    PackageOutcome outcome = PackageReader.read(folder, site);
    return switch (outcome) {
      case PackageOutcome.Refused refused -> refused;
      case PackageOutcome.Accepted accepted -> tested(accepted, time);
    };
  }

  /**
   * Reads the packages that come with the program. Their tests are part of the program's build and
   * are not run again at every start.
   *
   * @throws WattwardException when one of them is refused, which is a defect of the program
   */
  public static List<RulePackage> own() {
    List<RulePackage> packages = new ArrayList<>();
    for (PackageFolder folder : ownFolders()) {
      switch (PackageReader.read(folder, Optional.empty())) {
        case PackageOutcome.Accepted(RulePackage accepted) -> packages.add(accepted);
        case PackageOutcome.Refused refused ->
            throw new WattwardException(
                "The package %s of the program is wrong:\n%s"
                    .formatted(
                        refused.name(),
                        String.join(
                            "\n", refused.problems().stream().map(RuleProblem::shown).toList())));
      }
    }
    return packages;
  }

  /** What a site file may say about these packages' parameters. */
  public static RulePackages forSites(List<RulePackage> packages) {
    Map<String, Map<String, Unit>> units = new TreeMap<>();
    for (RulePackage one : packages) {
      Map<String, Unit> parameters = new TreeMap<>();
      one.parameters().forEach(it -> parameters.put(it.name(), it.unit()));
      units.put(one.name(), parameters);
    }
    return RulePackages.of(units);
  }

  private static PackageOutcome tested(PackageOutcome.Accepted accepted, Time time) {
    RulePackage read = accepted.rulePackage();
    ScenarioRunner.Report report = new ScenarioRunner(read, time).run();
    return report.passed()
        ? accepted
        : new PackageOutcome.Refused(read.name(), TestProblems.of(read, report));
  }

  private static byte[] resource(String path) {
    try (InputStream in = PackageLoader.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new WattwardException(
            "The program has no rule file %s. Maybe the index is out of date.".formatted(path));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The rule file %s cannot be read.".formatted(path), e);
    }
  }
}
