package org.wattward.controller.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The calls by which the spool reaches its disk, so that a test can let each of them fail. */
interface SpoolDisk {
  /** The real one. */
  SpoolDisk REAL = new SpoolDisk() {};

  /** Writes at the open file's position. */
  default void write(Path file, RandomAccessFile open, byte[] bytes) throws IOException {
    open.write(bytes);
  }

  /**
   * Makes what was written survive a loss of power.
   *
   * @throws IOException when it may not; Linux reports that once and then believes the pages clean,
   *     so a second call that succeeds proves nothing
   */
  default void force(Path file, RandomAccessFile open) throws IOException {
    open.getFD().sync();
  }

  /** Makes the names in a directory survive a loss of power. */
  default void forceNames(Path directory) throws IOException {
    Directories.sync(directory);
  }

  /** Puts a file in another's place; a loss of power leaves the one or the other. */
  default void replace(Path fresh, Path file) throws IOException {
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes a file if it is there. */
  default void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Tries whether the disk takes some bytes.
   *
   * @throws IOException when it does not
   */
  default void probe(Path directory, int bytes) throws IOException {
    Path file = directory.resolve("probe.new");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      write(file, out, new byte[bytes]);
      force(file, out);
    } finally {
      delete(file);
    }
    forceNames(directory);
  }
}
