package org.wattward.controller.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wattward.controller.command.OrderLoad.Result;
import org.wattward.devices.time.Time;

/**
 * How long the bare disk takes to have an order's line on it, with nothing of the controller in
 * between: a line is added to a file and forced to the disk, again and again. A platform thread.
 */
final class DiskProbe implements AutoCloseable {
  private static final int LINE_BYTES = 700;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Path file;
  private final Time time;
  private final List<Long> nanos = new ArrayList<>();
  private final long startNanos;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins at once.
   *
   * @param directory on the disk that is asked
   */
  DiskProbe(Path directory, Time time) {
    this.file = directory.resolve("disk-probe");
    this.time = time;
    this.startNanos = time.nanos();
    this.thread = Thread.ofPlatform().name("disk-probe").start(this::run);
  }

  private void run() {
    byte[] line = new byte[LINE_BYTES];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (!closed) {
        long beginNanos = time.nanos();
        channel.write(ByteBuffer.wrap(line));
        channel.force(false);
        nanos.add(time.nanos() - beginNanos);
        time.sleep(PAUSE);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The disk under " + file + " cannot be measured.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it: what each line took. */
  Result end() throws InterruptedException {
    close();
    thread.join();
    long[] all = nanos.stream().mapToLong(Long::longValue).toArray();
    if (all.length == 0) {
      throw new IllegalStateException("Not one line came to the disk under " + file + ".");
    }
    return new Result((time.nanos() - startNanos) / 1e9, all, 0, 0);
  }

  @Override
  public void close() {
    closed = true;
  }
}
