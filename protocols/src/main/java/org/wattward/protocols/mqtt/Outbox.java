package org.wattward.protocols.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that wait for a broker, in files, so that they outlive the process. Each has a number; a
 * message is kept until it and all before it are acknowledged. It is bounded: when it is full the
 * oldest segment goes, which is counted.
 *
 * <p>What was put survives the end of the process at once, and a failure of power once {@link
 * #force} has run. After a crash messages of the last moments may go out a second time, never none.
 * Any thread.
 */
final class Outbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final String CURSOR = "acknowledged";

  private final Path folder;
  private final long mostBytes;
  private final long segmentBytes;
  private final Deque<OutboxSegment> segments = new ArrayDeque<>();
  private final FileChannel cursor;
  private long acknowledged;
  private long nextNumber;
  private long dropped;

  /**
   * One message.
   *
   * @param number its number; each is one higher than the one before
   * @param topic where it goes
   * @param text what it says
   * @param retained whether the broker shall keep it
   */
  record Entry(long number, String topic, String text, boolean retained) {
    byte[] payload() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Opens it, with what an earlier process left.
   *
   * @param folder its files; made when it is not there
   * @param mostBytes the most that it may hold
   */
  Outbox(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.segmentBytes = Math.max(1024, mostBytes / 16);
    try {
      Files.createDirectories(folder);
      cursor =
          FileChannel.open(
              folder.resolve(CURSOR),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      acknowledged = readCursor();
      nextNumber = acknowledged + 1;
      openSegments();
    } catch (IOException e) {
      throw new UncheckedIOException("The outbox in %s cannot be opened.".formatted(folder), e);
    }
  }

  private long readCursor() throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    return cursor.read(number, 0) == Long.BYTES ? number.getLong(0) : 0;
  }

  private void openSegments() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(OutboxSegment::isSegment).sorted().toList();
    }
    for (Path file : files) {
      OutboxSegment segment = OutboxSegment.open(file);
      segments.addLast(segment);
      nextNumber = Math.max(nextNumber, segment.endNumber());
    }
    forgetAcknowledged();
  }

  /** Puts a message at the end. */
  synchronized void put(String topic, String text, boolean retained) {
    try {
      if (segments.isEmpty()
          || segments.getLast().bytes() >= segmentBytes
          || segments.getLast().endNumber()
              != nextNumber) { // a crash cut off what was acknowledged
        segments.addLast(OutboxSegment.create(folder, nextNumber));
      }
      segments.getLast().append(new Entry(nextNumber, topic, text, retained));
      nextNumber++;
      while (segments.size() > 1
          && segments.stream().mapToLong(OutboxSegment::bytes).sum() > mostBytes) {
        dropOldest();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The outbox in %s cannot be written.".formatted(folder), e);
    }
  }

  private void dropOldest() throws IOException {
    OutboxSegment oldest = segments.removeFirst();
    long lost = oldest.endNumber() - Math.max(oldest.firstNumber(), acknowledged + 1);
    dropped += Math.max(0, lost);
    acknowledged = Math.max(acknowledged, oldest.endNumber() - 1);
    oldest.delete();
    writeCursor();
    log.warn(
        "The outbox in {} is full ({} bytes); its {} oldest messages are lost.",
        folder,
        mostBytes,
        lost);
  }

  /** The first message whose number is greater, if there is one. */
  synchronized Optional<Entry> after(long number) {
    long wanted = Math.max(number, acknowledged) + 1;
    try {
      for (OutboxSegment segment : segments) {
        if (wanted < segment.endNumber()) {
          return Optional.of(segment.read(Math.max(wanted, segment.firstNumber())));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("The outbox in %s cannot be read.".formatted(folder), e);
    }
  }

  /** The broker has this message and all before it. */
  synchronized void acknowledge(long number) {
    if (number <= acknowledged) {
      return;
    }
    acknowledged = number;
    try {
      forgetAcknowledged();
      writeCursor();
    } catch (IOException e) {
      throw new UncheckedIOException("The outbox in %s cannot be written.".formatted(folder), e);
    }
  }

  private void forgetAcknowledged() throws IOException {
    while (!segments.isEmpty() && segments.getFirst().endNumber() <= acknowledged + 1) {
      if (segments.size() == 1 && segments.getFirst().bytes() < segmentBytes) {
        return; // the one being written
      }
      segments.removeFirst().delete();
    }
  }

  private void writeCursor() throws IOException {
    cursor.write(ByteBuffer.allocate(Long.BYTES).putLong(0, acknowledged), 0);
  }

  /** The number up to which everything is acknowledged. */
  synchronized long acknowledged() {
    return acknowledged;
  }

  /** How many messages wait. */
  synchronized long waiting() {
    return nextNumber - 1 - acknowledged;
  }

  /** How many messages had to go because it was full. */
  synchronized long dropped() {
    return dropped;
  }

  /** Brings what was put to the disk. */
  synchronized void force() {
    try {
      if (!segments.isEmpty()) {
        segments.getLast().force();
      }
      cursor.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("The outbox in %s cannot be written.".formatted(folder), e);
    }
  }

  @Override
  public synchronized void close() {
    force();
    try {
      for (OutboxSegment segment : segments) {
        segment.close();
      }
      cursor.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The outbox in %s cannot be closed.".formatted(folder), e);
    }
  }
}
