package org.wattward.controller.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Files on a disk that fails when it is told to. */
final class FaultyFiles implements JournalFile.Opener {
  private final List<Path> opened = new ArrayList<>();
  private final AtomicInteger faults = new AtomicInteger();
  private volatile boolean breaksOpening;
  private volatile boolean breaksWriting;
  private volatile boolean breaksForcing;

  void breaksOpening(boolean breaks) {
    breaksOpening = breaks;
  }

  /** Half of what is written comes to the file, and then it fails. */
  void breaksWriting(boolean breaks) {
    breaksWriting = breaks;
  }

  void breaksForcing(boolean breaks) {
    breaksForcing = breaks;
  }

  int faults() {
    return faults.get();
  }

  /** The file that was opened last is empty, as if nothing of it had come to the disk. */
  void losesWhatIsOpen() {
    try {
      Files.write(opened.getLast(), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JournalFile open(Path path) throws IOException {
    check(breaksOpening);
    opened.add(path);
    JournalFile real = JournalFile.open(path);
    return new JournalFile() {
      @Override
      public void write(byte[] bytes) throws IOException {
        if (breaksWriting) {
          real.write(Arrays.copyOf(bytes, bytes.length / 2));
        }
        check(breaksWriting);
        real.write(bytes);
      }

      @Override
      public void force() throws IOException {
        check(breaksForcing);
        real.force();
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }

  private void check(boolean breaks) throws IOException {
    if (breaks) {
      faults.incrementAndGet();
      throw new IOException("No space left on device");
    }
  }
}
