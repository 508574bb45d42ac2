package org.wattward.controller.keep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * file, the latest of a name counting. When it is long, the next one is begun; when most lines of
 * all are out of date, the few of the oldest file that count are added to the latest, some with
 * each change, and the oldest is removed. So nobody waits while much is written anew.
 *
 * <p>{@link #put} and {@link #remove} hand a change to the operating system, which is enough for
 * the end of the program; {@link #force} waits until it is on the disk, which is enough for a loss
 * of power. A full or broken disk stops nobody: it is logged once and tried again with each change.
 * Any thread.
 */
public final class Journal implements Keep {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private static final int LINES_A_FILE = 10_000;

  /** So many values of the oldest file are brought forward with a change. */
  private static final int BROUGHT_FORWARD = 32;

  private final JournalFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Condition forcedFurther = lock.newCondition();
  private final Ledger ledger = new Ledger();
  private final Deque<Spared> spared = new ArrayDeque<>();
  private final Optional<Instant> keptAt;
  private List<JournalFile> replaced = new ArrayList<>();
  private JournalFile out;
  private long written;
  private long wanted;
  private long forced;
  private boolean failing;
  private boolean closed;

  /** A file that may go when so much is on the disk. */
  private record Spared(long file, long written) {}

  /**
   * Opens a journal, making its directory if need be.
   *
   * @param directory where its files are; for one controller at a time
   * @param name what its files' names begin with
   * @throws WattwardException when the directory cannot be used
   */
  public static Journal in(Path directory, String name) {
    return in(directory, name, JournalFile::open);
  }

  /** As {@link #in(Path, String)}, with files of another kind. */
  static Journal in(Path directory, String name, JournalFile.Opener opener) {
    try {
      Files.createDirectories(directory);
      return new Journal(new JournalFiles(directory, name, opener));
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
    Map<String, String> values = new LinkedHashMap<>();
    files.readAll(values);
    this.out = files.next();
    long gathered = files.gather(values);
    values.forEach((name, json) -> ledger.put(name, json, gathered));
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
      return ledger.values();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putAll(Map<String, String> named) {
    StringBuilder text = new StringBuilder();
    named.forEach((name, json) -> JournalFiles.line(text, name, json));
    add(text, () -> named.forEach((name, json) -> ledger.put(name, json, files.current())));
  }

  @Override
  public void removeAll(List<String> names) {
    StringBuilder text = new StringBuilder();
    names.forEach(name -> JournalFiles.line(text, name, ""));
    add(text, () -> names.forEach(name -> ledger.remove(name, files.current())));
  }

  private void add(StringBuilder text, Runnable change) {
    lock.lock();
    try {
      change.run();
      ledger.toSpare(files.current()).ifPresent(oldest -> bringForward(oldest, text));
      written++;
      if (failing) {
        writeAnew();
      } else {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
      if (ledger.lines(files.current()) > LINES_A_FILE) {
        JournalFile next = files.next();
        replaced.add(out); // those who wait are told when both are on the disk
        out = next;
      }
    } catch (IOException e) {
      fails(e);
    } finally {
      lock.unlock();
    }
  }

  /** Adds some values of the oldest file again; without any left it goes once these are safe. */
  private void bringForward(long oldest, StringBuilder text) {
    Map<String, String> some = ledger.some(oldest, BROUGHT_FORWARD);
    some.forEach((name, json) -> {
      JournalFiles.line(text, name, json);
      ledger.put(name, json, files.current());
    });
    if (some.size() < BROUGHT_FORWARD) {
      ledger.gone(oldest);
      spared.add(new Spared(oldest, written + 1));
      wanted = Math.max(wanted, written + 1);
      added.signal();
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
          List<JournalFile> old = replaced;
          replaced = new ArrayList<>();
          boolean isSafe = forceOutside(old, out);
          forced = Math.max(forced, upTo);
          forcedFurther.signalAll();
          // Once it is closed the directory may be another journal's, which reads these files.
          if (isSafe && !closed) {
            removeSpared();
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean forceOutside(List<JournalFile> old, JournalFile current) {
    lock.unlock();
    IOException fault = null;
    try {
      for (JournalFile each : old) {
        each.force();
        each.close();
      }
      current.force();
    } catch (IOException e) {
      fault = e;
    } finally {
      lock.lock();
    }
    boolean isCounted = current.equals(out) || replaced.contains(current);
    if (fault != null && !closed && isCounted) { // else all of it was written anew meanwhile
      fails(fault);
    }
    return fault == null;
  }

  private void removeSpared() {
    try {
      while (!spared.isEmpty() && spared.getFirst().written <= forced) {
        files.remove(spared.removeFirst().file);
      }
    } catch (IOException e) {
      fails(e); // it is gathered with the others at the next start
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

  /**
   * After a fault nobody knows which lines are on the disk, so all are written anew, this change
   * among them. Of the file that failed nothing is needed then.
   */
  private void writeAnew() throws IOException {
    JournalFile failed = out;
    out = files.next();
    replaced.add(failed);
    ledger.moved(files.gather(ledger.values()));
    replaced.forEach(Journal::drop);
    replaced.clear();
    spared.clear();
    forced = written;
    forcedFurther.signalAll();
    failing = false;
    log.info("{} can be written again.", files);
  }

  private static void drop(JournalFile file) {
    try {
      file.close();
    } catch (IOException e) {
      log.debug("A file that failed before could not be closed: {}", e.getMessage());
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
      for (JournalFile each : replaced) {
        each.force();
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
