package org.wattward.controller.keep;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** One file of a journal, open for writing at its end. */
interface JournalFile {
  /** Opens files; tests have one whose disk fails. */
  interface Opener {
    /** Opens a file, making it if need be. */
    JournalFile open(Path path) throws IOException;
  }

  /** Hands bytes to the operating system. */
  void write(byte[] bytes) throws IOException;

  /** Waits until all that was written is on the disk. */
  void force() throws IOException;

  void close() throws IOException;

  /** A real one. */
  static JournalFile open(Path path) throws IOException {
    FileOutputStream out = new FileOutputStream(path.toFile(), true);
    return new JournalFile() {
      @Override
      public void write(byte[] bytes) throws IOException {
        out.write(bytes);
      }

      @Override
      public void force() throws IOException {
        out.getChannel().force(false);
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }
}
