package org.wattward.controller.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wattward.devices.WattwardException;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.packages.PackageLoader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules on the disk: {@code rules.json} with what is kept, and {@code versions/} with the files of
 * each version under its hash. Written beside, flushed and moved into place, so that a crash leaves
 * the old or the new. Any thread.
 */
final class RulesFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path directory;
  private final Path file;
  private final Path versions;
  private volatile KeptRules kept;

  /**
   * Reads what is kept.
   *
   * @throws WattwardException when it cannot be read
   */
  RulesFile(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("rules.json");
    this.versions = directory.resolve("versions");
    this.kept = read();
  }

  /** All that is kept. */
  KeptRules kept() {
    return kept;
  }

  /** Changes what is kept; on the disk when this returns. */
  synchronized void change(UnaryOperator<KeptRules> change) {
    KeptRules next = change.apply(kept);
    write(next);
    kept = next;
  }

  private KeptRules read() {
    try {
      Files.createDirectories(versions);
      return Files.exists(file)
          ? JSON.readValue(Files.readAllBytes(file), KeptRules.class)
          : KeptRules.NONE;
    } catch (IOException | JacksonException e) {
      throw new WattwardException(
          "The state of the rules in %s cannot be read: %s Maybe restore the file from a backup, or take it away to begin with the program's own packages."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Forgets the files of versions that are no longer named, too. */
  private void write(KeptRules kept) {
    Path fresh = file.resolveSibling("rules.json.new");
    try {
      flush(fresh, JSON.writeValueAsBytes(kept));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forget(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The state of the rules cannot be written to %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void forget(KeptRules kept) throws IOException {
    Set<String> known =
        kept.packages().values().stream()
            .flatMap(one -> one.versions().stream())
            .map(PackageVersion::hash)
            .collect(Collectors.toSet());
    List<Path> unknown;
    try (Stream<Path> found = Files.list(versions)) {
      unknown = found.filter(path -> !known.contains(path.getFileName().toString())).toList();
    }
    for (Path path : unknown) {
      remove(path);
    }
  }

  /** Keeps a version's files. */
  synchronized void keep(PackageFolder folder) {
    Path place = versions.resolve(folder.hash());
    if (Files.exists(place)) {
      return;
    }
    Path fresh = directory.resolve("version.new");
    try {
      remove(fresh);
      write(folder, fresh);
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException("Two processes use %s.".formatted(directory), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The rule package %s cannot be kept in %s: %s"
              .formatted(folder.name(), place, e.getMessage()),
          e);
    }
  }

  /** The files of a version. */
  Optional<PackageFolder> find(String name, String hash) {
    Path place = versions.resolve(hash);
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    PackageFolder folder = new PackageFolder(name, PackageLoader.folder(place).files());
    return folder.hash().equals(hash) ? Optional.of(folder) : Optional.empty();
  }

  /** Writes a package's files into a directory. */
  static void write(PackageFolder folder, Path into) throws IOException {
    for (Map.Entry<String, byte[]> one : folder.files().entrySet()) {
      Path path = into.resolve(one.getKey()).normalize();
      if (!path.startsWith(into)) {
        throw new IOException("%s leads out of the package.".formatted(one.getKey()));
      }
      Files.createDirectories(path.getParent());
      flush(path, one.getValue());
    }
  }

  static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static void flush(Path path, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
