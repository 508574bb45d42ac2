package org.wattward.controller.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.alarm.Condition;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.WattwardException;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RulePackage;

/**
 * The directory that engineers keep rule packages in, one folder each. It is looked at several
 * times a second: a folder whose files changed and then stayed as they are for one look is taken
 * in, and comes into force if it is right and the site does not ask for four eyes.
 *
 * <p>Looking, and not the system's notices, so that network drives and mounted volumes work too.
 */
public final class PackageDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PackageDirectory.class);
  private static final Duration LOOK = Duration.ofMillis(150);
  private static final String CHANGING = "changing";
  private static final int DEEPEST = 3;
  private static final int MOST_PACKAGES = 200;

  private final Path directory;
  private final PackageRegistry registry;
  private final Loop loop;

  /** How each folder looked when it was last taken in, or found wanting. */
  private final Map<Path, String> taken = new HashMap<>();

  /** How each folder looked at the last look. */
  private final Map<Path, String> seen = new HashMap<>();

  /** Why folders are not in force as they stand, by the package's name. */
  private final Map<String, Condition> refused = new ConcurrentHashMap<>();

  private PackageDirectory(Path directory, PackageRegistry registry, Loops loops) {
    this.directory = directory;
    this.registry = registry;
    this.loop = loops.loop("rule-packages", _ -> look());
  }

  /**
   * Takes in a directory that engineers keep, and after it those of the program's own packages
   * whose names it does not have. Nothing in the directory is written.
   *
   * @throws WattwardException when the directory cannot be read
   */
  public static PackageDirectory of(Path directory, PackageRegistry registry, Loops loops) {
    if (!Files.isDirectory(directory)) {
      throw new WattwardException(
          "There is no directory of rule packages %s. Give one with a folder for each package."
              .formatted(directory));
    }
    PackageDirectory made = new PackageDirectory(directory, registry, loops);
    made.takeAll();
    made.takeShipped();
    return made;
  }

  /**
   * Takes in the controller's own directory, after copying the program's packages there: those that
   * are missing, and those that nobody edited and the program has newer.
   *
   * @throws WattwardException when the directory cannot be written
   */
  public static PackageDirectory own(Path directory, PackageRegistry registry, Loops loops) {
    PackageDirectory made = new PackageDirectory(directory, registry, loops);
    try {
      Files.createDirectories(directory);
      for (PackageFolder shipped : PackageLoader.ownFolders()) {
        made.copy(shipped);
      }
    } catch (IOException e) {
      throw new WattwardException(
          "The rule packages cannot be copied to %s: %s. Check the directory's owner and space."
              .formatted(directory, e.getMessage()),
          e);
    }
    made.takeShipped();
    made.takeAll();
    return made;
  }

  /** Starts looking. */
  public void start() {
    loop.start();
  }

  /** The packages whose files are not in force as they stand in the directory. Any thread. */
  public List<Condition> refused() {
    return refused.values().stream().sorted(Comparator.comparing(Condition::key)).toList();
  }

  private void refuse(String name, String why) {
    String inForce =
        registry
            .inForce(name)
            .map(last -> "%s stays in force.".formatted(last.origin()))
            .orElse("No version of it is in force.");
    refused.put(
        name,
        new Condition(
            "rules/" + name,
            name,
            Alarm.Priority.MEDIUM,
            "The files of the rule package %s changed and are refused. %s".formatted(name, why),
            inForce,
            "Mend the files in %s; wattward rules test shows what is wrong."
                .formatted(directory.resolve(name)),
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty()));
  }

  @Override
  public void close() {
    loop.close();
  }

  private void copy(PackageFolder shipped) throws IOException {
    Path place = directory.resolve(shipped.name());
    if (!Files.isDirectory(place)) {
      RulesFile.write(shipped, place);
      registry.noteInDirectory(shipped.name(), shipped.hash());
      return;
    }
    String there = PackageLoader.folder(place).hash();
    boolean isUntouched = registry.wasShipped(shipped.name(), there);
    if (isUntouched && !there.equals(shipped.hash())) {
      RulesFile.remove(place);
      RulesFile.write(shipped, place);
    }
  }

  /** Those of the program's packages that the directory does not have, or not right. */
  private void takeShipped() {
    for (PackageFolder folder : PackageLoader.ownFolders()) {
      String name = folder.name();
      Optional<RulePackage> inForce = registry.inForce(name);
      boolean isOutdated =
          inForce.filter(one -> registry.wasShipped(name, one.hash())).isPresent()
              && !registry.wasShipped(name, folder.hash())
              && !Files.isDirectory(directory.resolve(name));
      if (isOutdated || (inForce.isEmpty() && !registry.isRetired(name))) {
        activate(registry.loadTested(folder, Deed.SHIPPED), Deed.SHIPPED);
      }
      registry.noteShipped(name, folder.hash());
    }
  }

  private void takeAll() {
    for (Path folder : folders()) {
      String looks = fingerprint(folder);
      seen.put(folder, looks);
      take(folder, looks);
    }
  }

  private Duration look() {
    List<Path> folders = folders();
    seen.keySet().retainAll(new HashSet<>(folders));
    taken.keySet().retainAll(seen.keySet());
    for (Path folder : folders) {
      String looks = fingerprint(folder);
      if (looks.equals(seen.put(folder, looks))
          && !looks.equals(CHANGING)
          && !looks.equals(taken.get(folder))) {
        take(folder, looks);
      }
    }
    return LOOK;
  }

  private void take(Path path, String looks) {
    taken.put(path, looks);
    try {
      PackageFolder folder = PackageLoader.folder(path);
      KeptPackage known = registry.packages().getOrDefault(folder.name(), KeptPackage.NONE);
      if (known.inDirectory().equals(Optional.of(folder.hash()))) {
        known
            .version(folder.hash())
            .filter(version -> !version.isRight())
            .ifPresent(version -> refuse(version.name(), version.problems().getFirst()));
        return;
      }
      refused.remove(folder.name());
      Deed deed = new Deed("file:" + owner(path), "The files in %s changed.".formatted(path));
      take(registry.load(folder, deed), deed);
      registry.noteInDirectory(folder.name(), folder.hash());
    } catch (UncheckedIOException | WattwardException e) {
      LOG.warn("The rule package in {} is passed over: {}", path, e.getMessage());
      refuse(path.getFileName().toString(), String.valueOf(e.getMessage()));
    }
  }

  private void take(PackageVersion version, Deed deed) {
    Optional<RulePackage> last = registry.inForce(version.name());
    if (!version.isRight()) {
      LOG.warn(
          "The rule package {} is refused; {}.\n{}",
          version.name(),
          last.map(it -> it.origin() + " stays in force").orElse("none of its name is in force"),
          String.join("\n", version.problems()));
      refuse(version.name(), version.problems().getFirst());
    } else if (registry.isRetired(version.name())) {
      LOG.info(
          "The rule package {} changed and passes its tests. It is retired; activate {} to use it.",
          version.name(),
          version.hash());
    } else if (registry.site().fourEyes() && last.isPresent()) {
      LOG.info(
          "The rule package {} changed and passes its tests. The site asks for four eyes, so an"
              + " engineer must activate {}.",
          version.name(),
          version.hash());
    } else {
      activate(version, deed);
    }
  }

  private void activate(PackageVersion version, Deed deed) {
    registry
        .activateAtOnce(version.name(), version.hash(), deed)
        .ifPresent(why -> {
          LOG.warn("The rule package {} stays as it was. {}", version.name(), why);
          refuse(version.name(), why);
        });
  }

  private static String owner(Path path) {
    try {
      return Files.getOwner(path).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "unknown";
    }
  }

  private List<Path> folders() {
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .filter(path -> Files.isRegularFile(path.resolve("package.yaml")))
          .sorted()
          .limit(MOST_PACKAGES)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory of rule packages %s cannot be read: %s"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /** Names, sizes and times of all files: cheap enough for several looks a second. */
  private static String fingerprint(Path folder) {
    List<String> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(folder, DEEPEST)) {
      for (Path path : found.sorted().toList()) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          files.add(
              "%s %d %s"
                  .formatted(
                      folder.relativize(path), Files.size(path), Files.getLastModifiedTime(path)));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // A file went away between two steps: the next look sees another folder.
      return CHANGING;
    }
    return String.join("\n", files);
  }
}
