package org.wattward.controller.citylearn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of reference results, which is not part of the sources: the system property {@code
 * wattward.shared} names it, or it is {@code shared/reference} in a folder above this one.
 */
public final class ReferenceFolder {
  private ReferenceFolder() {}

  /** A file of the folder; the test is skipped, and says so, when there is none. */
  public static Path file(String name) {
    Optional<Path> file =
        Optional.ofNullable(System.getProperty("wattward.shared"))
            .map(Path::of)
            .or(ReferenceFolder::above)
            .map(folder -> folder.resolve(name))
            .filter(Files::exists);
    assumeTrue(
        file.isPresent(),
        () ->
            "SKIPPED: the reference file %s is not there. Give its folder with -Dwattward.shared=…"
                .formatted(name));
    return file.orElseThrow();
  }

  private static Optional<Path> above() {
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .map(at -> at.resolve("shared").resolve("reference"))
        .filter(Files::isDirectory)
        .findFirst();
  }
}
