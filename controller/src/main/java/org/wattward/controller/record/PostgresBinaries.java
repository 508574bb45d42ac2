package org.wattward.controller.record;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs that the controller brings, unpacked once per version into a directory.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path directory) {
  /** The major version of the binaries named in the build. */
  static final int MAJOR_VERSION = 18;

  private static final String COMPLETE = ".complete";

  /**
   * Finds or unpacks the programs.
   *
   * @param home where versions are unpacked; safe to share among processes
   */
  static PostgresBinaries in(Path home) throws IOException {
    Path wanted = home.resolve("postgresql-" + MAJOR_VERSION + "-" + architecture());
    if (!Files.exists(wanted.resolve(COMPLETE))) {
      Files.createDirectories(home);
      Path fresh = Files.createTempDirectory(home, "unpacking-");
      unpack(fresh);
      Files.createFile(fresh.resolve(COMPLETE));
      try {
        Files.move(fresh, wanted, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        // Another process was faster; a directory without the mark is half of an older attempt.
        if (!Files.exists(wanted.resolve(COMPLETE))) {
          throw e;
        }
        Directories.delete(fresh);
      }
    }
    return new PostgresBinaries(wanted);
  }

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  private static void unpack(Path into) throws IOException {
    try (InputStream packed =
            DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                System.getProperty("os.name").split(" ")[0], architecture());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, into);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("The archive names a file outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, into.resolve(entry.getLinkName()));
    } else {
      Files.copy(content, target);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private static String architecture() {
    String named = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (named) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> named;
    };
  }
}
