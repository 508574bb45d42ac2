package org.wattward.controller.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A disk that fails when it is told to, and that behaves as Linux does: after a call to force that
 * failed, later ones on the same file succeed but bring nothing to the disk. A loss of power takes
 * what was never forced.
 */
final class FaultyDisk implements SpoolDisk {
  private final Map<Path, Long> durableBytes = new HashMap<>();
  private final Set<Path> betrayed = new HashSet<>();
  private boolean full;
  private boolean failing;
  private int faults;

  synchronized void setFull(boolean isFull) {
    full = isFull;
  }

  synchronized void setFailing(boolean isFailing) {
    failing = isFailing;
  }

  /** How often it failed. */
  synchronized int faults() {
    return faults;
  }

  @Override
  public synchronized void write(Path file, RandomAccessFile open, byte[] bytes)
      throws IOException {
    if (full) {
      faults++;
      // As much as there is room for.
      open.write(bytes, 0, bytes.length / 2);
      throw new IOException("No space left on device");
    }
    open.write(bytes);
  }

  @Override
  public synchronized void force(Path file, RandomAccessFile open) throws IOException {
    if (failing) {
      faults++;
      betrayed.add(file);
      throw new IOException("Input/output error");
    }
    if (!betrayed.contains(file)) {
      durableBytes.put(file, open.length());
    }
  }

  @Override
  public synchronized void forceNames(Path directory) throws IOException {
    if (failing) {
      faults++;
      throw new IOException("Input/output error");
    }
  }

  @Override
  public synchronized void replace(Path fresh, Path file) throws IOException {
    SpoolDisk.super.replace(fresh, file);
    forget(file);
    Long bytes = durableBytes.remove(fresh);
    if (bytes != null) {
      durableBytes.put(file, bytes);
    }
    if (betrayed.remove(fresh)) {
      betrayed.add(file);
    }
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    SpoolDisk.super.delete(file);
    forget(file);
  }

  private void forget(Path file) {
    durableBytes.remove(file);
    betrayed.remove(file);
  }

  /** The power goes: only what was forced is left. */
  synchronized void loseUnforced(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
          cut.setLength(Math.min(cut.length(), durableBytes.getOrDefault(file, 0L)));
        }
      }
    }
  }
}
