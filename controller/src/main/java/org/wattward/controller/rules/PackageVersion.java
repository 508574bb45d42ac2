package org.wattward.controller.rules;

import java.time.Instant;
import java.util.List;

/**
 * One version of a rule package, by its content.
 *
 * @param name the package's name
 * @param hash SHA-256 of its files, hexadecimal
 * @param version what its {@code package.yaml} calls it; empty when that could not be read
 * @param loaded when it was first loaded
 * @param by who loaded it
 * @param why why it was loaded
 * @param problems why it cannot be used; none when it is right and its tests pass
 * @param wasActive whether it has ever been in force
 */
public record PackageVersion(
    String name,
    String hash,
    String version,
    Instant loaded,
    String by,
    String why,
    List<String> problems,
    boolean wasActive) {
  public PackageVersion {
    problems = List.copyOf(problems);
  }

  /** Whether it could be put in force. */
  public boolean isRight() {
    return problems.isEmpty();
  }

  PackageVersion activated() {
    return new PackageVersion(name, hash, version, loaded, by, why, problems, true);
  }
}
