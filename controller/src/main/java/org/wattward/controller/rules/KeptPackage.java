package org.wattward.controller.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of the versions of one package.
 *
 * @param versions all that were loaded, the oldest first
 * @param active the hash of the one in force
 * @param trial the hash of the one that decides beside it
 * @param earlier the hashes of those that were in force before, the latest last
 * @param inDirectory the hash of what the directory last held
 * @param shipped the hash of what the program last shipped
 */
public record KeptPackage(
    List<PackageVersion> versions,
    Optional<String> active,
    Optional<String> trial,
    List<String> earlier,
    Optional<String> inDirectory,
    Optional<String> shipped) {
  static final KeptPackage NONE =
      new KeptPackage(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());
  private static final int MOST_VERSIONS = 100;
  private static final int MOST_EARLIER = 20;

  public KeptPackage {
    versions = List.copyOf(versions);
    earlier = List.copyOf(earlier);
  }

  /** The version of a hash; a beginning of it that fits one alone is enough. */
  public Optional<PackageVersion> version(String hash) {
    List<PackageVersion> fitting =
        versions.stream().filter(version -> version.hash().startsWith(hash)).toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  /** How far a version has come. */
  public Stage stage(PackageVersion version) {
    if (active.equals(Optional.of(version.hash()))) {
      return Stage.ACTIVE;
    }
    if (trial.equals(Optional.of(version.hash()))) {
      return Stage.SHADOW;
    }
    if (!version.isRight()) {
      return Stage.DRAFT;
    }
    return version.wasActive() ? Stage.RETIRED : Stage.TESTED;
  }

  /** With a version more, or with what was newly found out about one; the oldest unused goes. */
  KeptPackage with(PackageVersion next) {
    List<PackageVersion> more = new ArrayList<>(versions);
    more.removeIf(version -> version.hash().equals(next.hash()));
    more.add(next);
    if (more.size() > MOST_VERSIONS) {
      more.stream()
          .filter(version -> !isUsed(version.hash()) && !version.equals(next))
          .findFirst()
          .ifPresent(more::remove);
    }
    return new KeptPackage(more, active, trial, earlier, inDirectory, shipped);
  }

  private boolean isUsed(String hash) {
    return Stream.of(active, trial, inDirectory, shipped).anyMatch(Optional.of(hash)::equals)
        || earlier.contains(hash);
  }

  KeptPackage activated(String hash) {
    List<String> before = new ArrayList<>(earlier);
    active.filter(was -> !was.equals(hash)).ifPresent(before::add);
    return inForce(Optional.of(hash), before);
  }

  /** With the one in force before, or none. */
  KeptPackage rolledBack() {
    return inForce(Optional.of(earlier.getLast()), earlier.subList(0, earlier.size() - 1));
  }

  KeptPackage retired() {
    List<String> before = new ArrayList<>(earlier);
    active.ifPresent(before::add);
    return inForce(Optional.empty(), before);
  }

  private KeptPackage inForce(Optional<String> hash, List<String> before) {
    List<PackageVersion> marked =
        versions.stream()
            .map(
                version -> hash.equals(Optional.of(version.hash())) ? version.activated() : version)
            .toList();
    return new KeptPackage(
        marked,
        hash,
        trial.filter(tried -> !hash.equals(Optional.of(tried))),
        before.subList(Math.max(0, before.size() - MOST_EARLIER), before.size()),
        inDirectory,
        shipped);
  }

  KeptPackage onTrial(Optional<String> hash) {
    return new KeptPackage(versions, active, hash, earlier, inDirectory, shipped);
  }

  KeptPackage inDirectory(String hash) {
    return new KeptPackage(versions, active, trial, earlier, Optional.of(hash), shipped);
  }

  KeptPackage shipped(String hash) {
    return new KeptPackage(versions, active, trial, earlier, inDirectory, Optional.of(hash));
  }
}
