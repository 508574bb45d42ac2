package org.wattward.controller.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.RulePackages;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.PackageReader;
import org.wattward.rules.packages.ParameterDeclaration;
import org.wattward.rules.packages.RulePackage;

/** The rule packages that a site file may name, for those who check one before anything runs. */
public final class KnownPackages {
  private KnownPackages() {}

  /**
   * The program's own packages, those of a directory, and those that were in force when a
   * controller last ended and that are in neither. A package of the directory that is not right
   * counts as the program ships it, if it does.
   *
   * @param directory a directory of packages, if there is one
   * @param kept where a controller keeps its rules; it need not exist
   */
  public static RulePackages of(Optional<Path> directory, Path kept) {
    Map<String, Map<String, Unit>> known = new HashMap<>();
    PackageLoader.own().forEach(own -> known.put(own.name(), units(own)));
    directory
        .or(() -> Optional.of(kept.resolve("packages")))
        .filter(Files::isDirectory)
        .ifPresent(there -> PackageLoader.folders(there).forEach(folder -> add(folder, known)));
    if (Files.exists(kept.resolve("rules.json"))) {
      RulesFile file = new RulesFile(kept);
      file.kept()
          .packages()
          .forEach((name, one) ->
              one.active()
                  .flatMap(hash -> file.find(name, hash))
                  .filter(_ -> !known.containsKey(name))
                  .ifPresent(folder -> add(folder, known)));
    }
    return RulePackages.of(known);
  }

  private static void add(PackageFolder folder, Map<String, Map<String, Unit>> known) {
    if (PackageReader.read(folder, Optional.empty())
        instanceof PackageOutcome.Accepted(RulePackage accepted)) {
      known.put(accepted.name(), units(accepted));
    }
  }

  private static Map<String, Unit> units(RulePackage of) {
    return of.parameters().stream()
        .collect(Collectors.toMap(ParameterDeclaration::name, ParameterDeclaration::unit));
  }
}
