package org.wattward.controller.keep;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.WattwardException;

/**
 * Named JSON values that survive the end of the program, however it ends. Changes are added to a
 * file, the latest of a name counting; when most lines are out of date, the current ones are
 * gathered into a file that takes the place of the older ones, beside the work and not within it.
 *
 * <p>{@link #put} and {@link #remove} hand a change to the operating system, which is enough for
 * the end of the program; {@link #force} waits until it is on the disk, which is enough for a loss
 * of power. A full or broken disk stops nobody: it is logged once and tried again with each change.
 * Any thread.
 */
public final class Journal implements Keep {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private static final int LEAST_LINES_TO_GATHER = 20_000;
  private static final int MOST_LINES_A_VALUE = 4;

  private final JournalFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Condition forcedFurther = lock.newCondition();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Optional<Instant> keptAt;
  private FileOutputStream out;
  private List<FileOutputStream> replaced = new ArrayList<>();
  private long written;
  private long wanted;
  private long forced;
  private int lines;
  private boolean gathering;
  private boolean failing;
  private boolean closed;

  /**
   * Opens a journal, making its directory if need be.
   *
   * @param directory where its files are; for one controller at a time
   * @param name what its files' names begin with
   * @throws WattwardException when the directory cannot be used
   */
  public static Journal in(Path directory, String name) {
    try {
      Files.createDirectories(directory);
      return new Journal(new JournalFiles(directory, name));
    } catch (IOException e) {
      throw new WattwardException(
          "What must be remembered (%s) cannot be kept in %s: %s. Check the directory's owner and space."
              .formatted(name, directory, e.getMessage()),
          e);
    }
  }

  private Journal(JournalFiles files) throws IOException {
    this.files = files;
    this.keptAt = files.lastChanged();
    files.readAll(values);
    this.out = files.next();
    files.gather(values);
    Thread.ofPlatform().daemon().name("journal-" + files.name()).start(this::forceOnDemand);
  }

  @Override
  public Optional<Instant> keptAt() {
    return keptAt;
  }

  @Override
  public Map<String, String> values() {
    lock.lock();
    try {
      return new LinkedHashMap<>(values);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putAll(Map<String, String> named) {
    StringBuilder text = new StringBuilder();
    named.forEach((name, json) -> JournalFiles.line(text, name, json));
    add(text, named.size(), () -> values.putAll(named));
  }

  @Override
  public void removeAll(List<String> names) {
    StringBuilder text = new StringBuilder();
    names.forEach(name -> JournalFiles.line(text, name, ""));
    add(text, names.size(), () -> names.forEach(values::remove));
  }

  private void add(StringBuilder text, int count, Runnable change) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      change.run();
      written++;
      lines += count;
      out.write(bytes);
      works();
      if (lines > LEAST_LINES_TO_GATHER && lines > MOST_LINES_A_VALUE * values.size()) {
        gather();
      }
    } catch (IOException e) {
      fails(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void force() {
    lock.lock();
    try {
      long mine = written;
      wanted = Math.max(wanted, mine);
      added.signal();
      while (forced < mine && !closed) {
        forcedFurther.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** On a platform thread, because a virtual one would hold its carrier while the disk works. */
  private void forceOnDemand() {
    lock.lock();
    try {
      while (!closed) {
        if (wanted <= forced) {
          added.awaitUninterruptibly();
        } else {
          long upTo = written;
          List<FileOutputStream> old = replaced;
          replaced = new ArrayList<>();
          forceOutside(old, out);
          forced = Math.max(forced, upTo);
          forcedFurther.signalAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void forceOutside(List<FileOutputStream> old, FileOutputStream current) {
    lock.unlock();
    IOException fault = null;
    try {
      for (FileOutputStream each : old) {
        each.getFD().sync();
        each.close();
      }
      current.getFD().sync();
    } catch (IOException e) {
      fault = e;
    } finally {
      lock.lock();
    }
    if (fault != null && out.equals(current)) {
      fails(fault);
    }
  }

  /** Goes on in a fresh file, and writes what counts now in place of the older ones. */
  private void gather() throws IOException {
    if (gathering) {
      return;
    }
    gathering = true;
    Map<String, String> current = new LinkedHashMap<>(values);
    FileOutputStream next = files.next();
    replaced.add(out); // those who wait are told when both are on the disk
    out = next;
    lines = 0;
    Thread.ofPlatform().daemon().name("gather-" + files.name()).start(() -> gather(current));
  }

  private void gather(Map<String, String> current) {
    IOException fault = null;
    try {
      files.gather(current);
    } catch (IOException e) {
      fault = e;
    }
    lock.lock();
    try {
      gathering = false;
      if (fault != null) {
        fails(fault);
      }
    } finally {
      lock.unlock();
    }
  }

  private void fails(IOException fault) {
    if (!failing) {
      failing = true;
      log.error(
          "{} cannot be written. Control goes on, but a restart will have forgotten it.",
          files,
          fault);
    }
  }

  private void works() {
    if (failing) {
      failing = false;
      log.info("{} can be written again.", files);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      replaced.add(out);
      for (FileOutputStream each : replaced) {
        each.getFD().sync();
        each.close();
      }
      forced = written;
    } catch (IOException e) {
      fails(e);
    } finally {
      closed = true;
      added.signalAll();
      forcedFurther.signalAll();
      lock.unlock();
    }
  }
}
