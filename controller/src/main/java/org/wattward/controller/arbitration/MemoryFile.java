package org.wattward.controller.arbitration;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.keep.Journal;
import org.wattward.controller.keep.Keep;
import org.wattward.devices.WattwardException;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;

/**
 * Control's memory as a file of JSON lines, the latest line of a point or a request counting. Lines
 * are only ever added; when most of them are out of date, the file is written anew beside the old
 * one and takes its place.
 *
 * <p>A request is on the disk before it is said to be kept. The state of a point is handed to the
 * operating system at once, so it survives the end of the program, and is forced to the disk with
 * the next request or a second later, so a loss of power can cost its last second. Any thread.
 *
 * <p>A full or broken disk does not stop control: it is logged once, and tried again with each
 * line.
 */
public final class MemoryFile implements ControlMemory {
  private static final Logger log = LoggerFactory.getLogger(MemoryFile.class);
  private static final String NAME = "control.jsonl";
  private static final long FORCE_PERIOD_NANOS = 1_000_000_000L;
  private static final int LEAST_LINES_TO_REWRITE = 10_000;

  private final Path directory;
  private final Path file;
  private final Time time;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock forceLock = new ReentrantLock();
  private final Map<PointId, KeptPoint> points = new LinkedHashMap<>();
  private final Map<String, KeptRequest> requests = new LinkedHashMap<>();
  private final Optional<Instant> keptAt;
  private FileOutputStream out;
  private long written;
  private volatile long forced;
  private volatile long forcedNanos;
  private int lines;
  private volatile boolean failing;

  /**
   * Opens the memory in a directory, which is made if need be.
   *
   * @param directory for this alone, and for one controller at a time
   * @param time the clock
   * @throws WattwardException when the directory cannot be used
   */
  public static MemoryFile in(Path directory, Time time) {
    try {
      Files.createDirectories(directory);
      return new MemoryFile(directory, time);
    } catch (IOException e) {
      throw new WattwardException(
          "What control must remember cannot be kept in %s: %s. Check the directory's owner and space."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private MemoryFile(Path directory, Time time) throws IOException {
    this.directory = directory;
    this.file = directory.resolve(NAME);
    this.time = time;
    this.forcedNanos = time.nanos();
    this.keptAt =
        Files.exists(file)
            ? Optional.of(Files.getLastModifiedTime(file).toInstant())
            : Optional.empty();
    if (keptAt.isPresent()) {
      readAll();
    }
    this.out = rewrite();
  }

  /** What a crash left half written, or anything else that is no line, is passed over. */
  private void readAll() throws IOException {
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int passed = 0;
    for (String line : all.lines().toList()) {
      try {
        note(MemoryLine.read(line));
      } catch (IllegalArgumentException e) {
        passed++;
        log.debug("{}: {}", file, e.getMessage());
      }
    }
    if (passed > 0) {
      log.warn(
          "{} of what control kept in {} could not be read and is passed over.",
          passed == 1 ? "One line" : passed + " lines",
          file);
    }
  }

  private void note(MemoryLine line) {
    switch (line) {
      case MemoryLine.OfPoint(KeptPoint point) -> points.put(point.point(), point);
      case MemoryLine.OfRequest(KeptRequest kept) -> requests.put(kept.request().id(), kept);
      case MemoryLine.Forgotten(String id) -> requests.remove(id);
    }
  }

  /** Writes what counts to a new file, which then takes the old one's place. */
  private FileOutputStream rewrite() throws IOException {
    List<MemoryLine> current = new ArrayList<>();
    points.values().forEach(point -> current.add(new MemoryLine.OfPoint(point)));
    requests.values().forEach(request -> current.add(new MemoryLine.OfRequest(request)));
    StringBuilder text = new StringBuilder();
    current.forEach(line -> text.append(line.text()).append('\n'));
    Path next = file.resolveSibling(NAME + ".next");
    FileOutputStream fresh = new FileOutputStream(next.toFile());
    fresh.write(text.toString().getBytes(StandardCharsets.UTF_8));
    fresh.getFD().sync();
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
    lines = current.size();
    return fresh;
  }

  @Override
  public Kept load() {
    lock.lock();
    try {
      return new Kept(keptAt, List.copyOf(points.values()), List.copyOf(requests.values()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void keep(KeptPoint point) {
    long line = add(new MemoryLine.OfPoint(point));
    if (time.nanos() - forcedNanos > FORCE_PERIOD_NANOS) {
      force(line);
    }
  }

  @Override
  public void keep(KeptRequest request) {
    force(add(new MemoryLine.OfRequest(request)));
  }

  @Override
  public void forget(String requestId) {
    if (isKept(requestId)) { // programs' orders are not: those are kept with their receipts
      add(new MemoryLine.Forgotten(requestId));
    }
  }

  private boolean isKept(String requestId) {
    lock.lock();
    try {
      return requests.containsKey(requestId);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Keep journal(String name) {
    return Journal.in(directory, name);
  }

  /** Adds a line and returns its number. */
  private long add(MemoryLine line) {
    byte[] bytes = (line.text() + '\n').getBytes(StandardCharsets.UTF_8);
    long number = 0;
    lock.lock();
    try {
      number = ++written;
      note(line);
      if (lines >= LEAST_LINES_TO_REWRITE && lines > 10 * (points.size() + requests.size())) {
        FileOutputStream old = out;
        out = rewrite();
        old.close();
      } else {
        out.write(bytes);
        lines++;
      }
      works();
    } catch (IOException e) {
      fails(e);
    } finally {
      lock.unlock();
    }
    return number;
  }

  /** Forces all up to a line to the disk; those who wait meanwhile need not do it again. */
  private void force(long line) {
    forceLock.lock();
    try {
      if (forced >= line) {
        return;
      }
      FileOutputStream current;
      long upTo;
      lock.lock();
      try {
        current = out;
        upTo = written;
      } finally {
        lock.unlock();
      }
      current.getFD().sync();
      forced = upTo;
      forcedNanos = time.nanos();
    } catch (IOException e) {
      fails(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void fails(IOException fault) {
    if (!failing) {
      failing = true;
      log.error(
          "What control must remember cannot be written to {}. Control goes on, but a restart will"
              + " have forgotten it.",
          file,
          fault);
    }
  }

  private void works() {
    if (failing) {
      failing = false;
      log.info("What control must remember can be written to {} again.", file);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      out.getFD().sync();
      out.close();
    } catch (IOException e) {
      fails(e);
    } finally {
      lock.unlock();
    }
  }
}
