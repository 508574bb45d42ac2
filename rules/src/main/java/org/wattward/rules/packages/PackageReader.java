package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.wattward.devices.site.Site;
import org.wattward.devices.yaml.Problem;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlReader;
import org.wattward.rules.read.ReadOutcome;
import org.wattward.rules.read.RuleContext;
import org.wattward.rules.read.RuleProblem;
import org.wattward.rules.read.RuleReader;
import org.wattward.rules.table.DecisionTable;
import org.wattward.rules.tree.RuleFile;

/** Reads a rule package's folder. Its tests are read, not run. */
public final class PackageReader {
  private static final String MANIFEST = "package.yaml";
  private static final int MOST_FILES = 200;
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  private PackageReader() {}

  /**
   * Reads a package.
   *
   * @param folder its files
   * @param site the site it shall run in, to check devices and points it names
   */
  public static PackageOutcome read(PackageFolder folder, Optional<Site> site) {
    List<RuleProblem> problems = new ArrayList<>();
    long bytes = folder.files().values().stream().mapToLong(content -> content.length).sum();
    if (folder.files().size() > MOST_FILES || bytes > MOST_BYTES) {
      problems.add(
          whole(
              folder.name(),
              "The package has %d files with %d bytes.".formatted(folder.files().size(), bytes),
              "At most %d files with 4 MiB are read.".formatted(MOST_FILES)));
      return new PackageOutcome.Refused(folder.name(), problems);
    }
    Optional<Manifest> manifest = manifest(folder, problems);
    if (manifest.isEmpty()) {
      return new PackageOutcome.Refused(folder.name(), sorted(problems));
    }
    RuleContext context = new RuleContext(manifest.get().units(), site);
    List<RuleFile> files = ruleFiles(folder, context, problems);
    List<Scenario> scenarios = scenarios(folder, problems);
    if (problems.isEmpty()) {
      problems.addAll(new PackageChecks(folder.name(), manifest.get(), files).problems());
    }
    return problems.isEmpty()
        ? new PackageOutcome.Accepted(made(manifest.get(), files, scenarios, folder))
        : new PackageOutcome.Refused(folder.name(), sorted(problems));
  }

  private static Optional<Manifest> manifest(PackageFolder folder, List<RuleProblem> problems) {
    String file = folder.name() + "/" + MANIFEST;
    if (!folder.files().containsKey(MANIFEST)) {
      problems.add(
          whole(file, "The package has no package.yaml.", "Add it with name, version and level."));
      return Optional.empty();
    }
    Problems found = new Problems();
    Optional<Manifest> manifest =
        YamlReader.read(file, folder.text(MANIFEST), found)
            .flatMap(root -> Manifest.of(root, found));
    found.sorted().forEach(problem -> problems.add(new RuleProblem(problem, "", 1)));
    return manifest;
  }

  private static List<RuleFile> ruleFiles(
      PackageFolder folder, RuleContext context, List<RuleProblem> problems) {
    List<RuleFile> files = new ArrayList<>();
    for (String path : folder.files().keySet()) {
      Optional<ReadOutcome> outcome = Optional.empty();
      if (path.endsWith(".drl")) {
        outcome =
            Optional.of(RuleReader.read(folder.name() + "/" + path, folder.text(path), context));
      } else if (DecisionTable.isOne(path)) {
        byte[] content = folder.files().getOrDefault(path, new byte[0]);
        outcome = Optional.of(DecisionTable.read(folder.name() + "/" + path, content, context));
      }
      outcome.ifPresent(read -> {
        switch (read) {
          case ReadOutcome.Accepted(RuleFile file) -> files.add(file);
          case ReadOutcome.Refused(List<RuleProblem> refused) -> problems.addAll(refused);
        }
      });
    }
    if (files.isEmpty() && problems.isEmpty()) {
      problems.add(whole(folder.name(), "The package has no rules.", "Add a file rules.drl."));
    }
    return files;
  }

  private static List<Scenario> scenarios(PackageFolder folder, List<RuleProblem> problems) {
    List<Scenario> scenarios = new ArrayList<>();
    Problems found = new Problems();
    for (Map.Entry<String, byte[]> entry : folder.files().entrySet()) {
      String path = entry.getKey();
      if (path.startsWith("tests/") && path.endsWith(".yaml")) {
        String file = folder.name() + "/" + path;
        YamlReader.read(file, folder.text(path), found)
            .ifPresent(root -> scenarios.addAll(new ScenarioReader(file, found).read(root)));
      }
    }
    found.sorted().forEach(problem -> problems.add(new RuleProblem(problem, "", 1)));
    return scenarios;
  }

  private static RulePackage made(
      Manifest manifest, List<RuleFile> files, List<Scenario> scenarios, PackageFolder folder) {
    return new RulePackage(
        manifest.name(),
        manifest.title(),
        manifest.version(),
        manifest.level(),
        manifest.purpose(),
        manifest.sources(),
        manifest.zones(),
        manifest.parameters(),
        files,
        scenarios,
        folder,
        folder.hash());
  }

  private static List<RuleProblem> sorted(List<RuleProblem> problems) {
    return List.copyOf(
        new TreeSet<>(problems).size() == problems.size()
            ? problems.stream().sorted().toList()
            : distinct(problems));
  }

  private static List<RuleProblem> distinct(List<RuleProblem> problems) {
    Set<RuleProblem> seen = new HashSet<>();
    return problems.stream().sorted().filter(seen::add).toList();
  }

  static RuleProblem whole(String file, String message, String advice) {
    return new RuleProblem(new Problem(file, 1, 1, "", message, advice), "", 1);
  }
}
