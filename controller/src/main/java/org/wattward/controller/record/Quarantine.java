package org.wattward.controller.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a batch goes that the database will never have: a file with the reason in its first line
 * and the batch behind it. Bounded; what comes after is counted and logged alone.
 */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final int MOST_FILES = 1000;

  private final Path directory;

  Quarantine(Path directory) {
    this.directory = directory;
  }

  void take(Batch batch, String reason) {
    Path file =
        directory.resolve(
            "%s-%d-%d.batch"
                .formatted(batch.key().writer(), batch.key().seq(), batch.key().part()));
    LOG.warn(
        "The database rejects a batch of {} rows; it is kept in {}. It says: {}",
        batch.rows(),
        file,
        reason);
    try {
      Files.createDirectories(directory);
      if (count() < MOST_FILES) {
        try (OutputStream out = Files.newOutputStream(file)) {
          out.write((reason.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
          out.write(BatchCodec.encode(batch));
        }
      }
    } catch (IOException e) {
      LOG.warn("The rejected batch could not be kept in {}.", file, e);
    }
  }

  /** How many batches are there. */
  long count() throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }
}
