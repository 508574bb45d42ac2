package org.wattward.controller.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.WattwardException;

/**
 * One controller for a data directory: the second refuses to start, so that it writes to no device.
 * The operating system lets go of it when the process ends, however it ends.
 */
final class SiteLock implements AutoCloseable {
  private static final String NAME = "controller.lock";

  private final FileChannel channel;

  private SiteLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a data directory for this controller alone.
   *
   * @throws WattwardException when another controller has it, or it cannot be used
   */
  static SiteLock take(Path data) {
    try {
      Files.createDirectories(data);
      FileChannel channel =
          FileChannel.open(data.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new WattwardException(
            "Another controller runs with the data directory %s. Two that write to the same devices would undo each other's work: stop that one first."
                .formatted(data));
      }
      return new SiteLock(channel);
    } catch (IOException e) {
      throw new WattwardException(
          "The data directory %s cannot be used: %s. Check its owner and space."
              .formatted(data, e.getMessage()),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // one of this very process has it
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
