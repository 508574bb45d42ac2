package org.wattward.rules.explain;

import java.nio.file.Path;
import java.util.Optional;
import org.wattward.devices.site.Site;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.PackageOutcome;
import org.wattward.rules.packages.PackageReader;

/** Checks a package's folder without running anything. */
public final class RuleChecker {
  private RuleChecker() {}

  /**
   * Checks a package.
   *
   * @param folder the folder with {@code package.yaml}
   */
  public static PackageOutcome check(Path folder) {
    return check(folder, Optional.empty());
  }

  /**
   * Checks a package against a site.
   *
   * @param site to check the devices and points that rules name
   */
  public static PackageOutcome check(Path folder, Optional<Site> site) {
    return PackageReader.read(PackageLoader.folder(folder), site);
  }
}
