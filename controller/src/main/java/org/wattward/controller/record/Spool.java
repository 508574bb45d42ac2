package org.wattward.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches on disk that the database has not taken yet, in order. What was appended survives a crash
 * and a loss of power. It keeps within its bound: the oldest readings go first, then the oldest of
 * everything else.
 *
 * <p>Any thread, one at a time; a call blocks on the disk.
 */
final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private final Path directory;
  private final long mostBytes;
  private final long segmentBytes;
  private final TreeMap<Long, SpoolSegment> segments = new TreeMap<>();
  private long bytes;
  private long readings;
  private long dropped;
  private @Nullable Batch cached;

  private Spool(Path directory, long mostBytes, long segmentBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.segmentBytes = segmentBytes;
  }

  /** Opens what is there, or makes an empty one. */
  static Spool open(Path directory, long mostBytes, long segmentBytes) throws IOException {
    Files.createDirectories(directory);
    Spool spool = new Spool(directory, mostBytes, segmentBytes);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".new")) {
          Files.delete(file);
        } else if (file.toString().endsWith(".spool")) {
          spool.recover(file);
        }
      }
    }
    spool.count();
    return spool;
  }

  private void recover(Path file) throws IOException {
    SpoolSegment segment =
        SpoolSegment.recover(
            file,
            torn ->
                LOG.warn(
                    "The last {} bytes of {} are no whole batch and are left out; the crash came"
                        + " before they were acknowledged.",
                    torn,
                    file));
    if (segment.isEmpty()) {
      segment.delete();
    } else {
      segments.put(segment.number(), segment);
    }
  }

  /**
   * Adds batches after all others.
   *
   * @throws IOException when they are not there for sure
   */
  synchronized void append(List<Batch> batches) throws IOException {
    SpoolSegment tail = segments.isEmpty() ? null : segments.lastEntry().getValue();
    if (tail == null || tail.isSealed() || tail.length() >= segmentBytes) {
      tail = newSegment(segments.isEmpty() ? 0 : segments.lastKey() + 1);
    }
    write(tail, batches);
  }

  /**
   * Adds batches before all others.
   *
   * @throws IOException when they are not there for sure
   */
  synchronized void prepend(List<Batch> batches) throws IOException {
    if (segments.isEmpty()) {
      append(batches);
      return;
    }
    cached = null;
    write(newSegment(segments.firstKey() - 1), batches);
  }

  private SpoolSegment newSegment(long number) throws IOException {
    // Numbers start in the middle, so that there is room on both sides.
    long wanted = segments.isEmpty() ? Long.MAX_VALUE / 2 : number;
    SpoolSegment segment = SpoolSegment.create(directory, wanted);
    segments.put(wanted, segment);
    return segment;
  }

  private void write(SpoolSegment segment, List<Batch> batches) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (Batch batch : batches) {
      payloads.add(BatchCodec.encode(batch));
      counts.add(batch.readings());
    }
    try {
      segment.append(payloads, counts);
    } finally {
      count();
    }
    shed(segment);
  }

  /** Keeps within the bound, without touching the segment just written. */
  private void shed(SpoolSegment spared) throws IOException {
    Iterator<Map.Entry<Long, SpoolSegment>> oldestFirst = segments.entrySet().iterator();
    if (bytes > mostBytes) {
      cached = null;
    }
    while (bytes > mostBytes && oldestFirst.hasNext()) {
      Map.Entry<Long, SpoolSegment> oldest = oldestFirst.next();
      if (oldest.getValue() != spared && oldest.getValue().readings() > 0) {
        oldest.setValue(oldest.getValue().withoutReadings(gap -> dropped += gap.readings()));
        count();
      }
    }
    while (bytes > mostBytes && segments.firstEntry().getValue() != spared) {
      SpoolSegment oldest = segments.pollFirstEntry().getValue();
      dropped += oldest.batches();
      oldest.delete();
      count();
    }
  }

  /** The oldest batch; it stays until it is removed. */
  synchronized Optional<Batch> first() throws IOException {
    if (cached != null) {
      return Optional.of(cached);
    }
    while (!segments.isEmpty()) {
      SpoolSegment head = segments.firstEntry().getValue();
      if (!head.isEmpty()) {
        Batch found = head.first();
        cached = found;
        return Optional.of(found);
      }
      retire(head);
    }
    return Optional.empty();
  }

  /** Takes a batch away that was the first, when it was not given up meanwhile. */
  synchronized void remove(Batch.Key key) throws IOException {
    Optional<Batch> first = first();
    if (first.isPresent() && first.get().key().equals(key)) {
      SpoolSegment head = segments.firstEntry().getValue();
      cached = null;
      head.removeFirst();
      if (head.isEmpty()) {
        retire(head);
      }
      count();
    }
  }

  private void retire(SpoolSegment segment) throws IOException {
    segments.remove(segment.number());
    segment.delete();
    count();
  }

  private void count() {
    bytes = segments.values().stream().mapToLong(SpoolSegment::length).sum();
    readings = segments.values().stream().mapToLong(SpoolSegment::readings).sum();
  }

  synchronized boolean isEmpty() {
    return segments.values().stream().allMatch(SpoolSegment::isEmpty);
  }

  /** Bytes on disk. */
  synchronized long bytes() {
    return bytes;
  }

  /** Readings that wait. */
  synchronized long readings() {
    return readings;
  }

  /** Readings and others that were given up to keep within the bound. */
  synchronized long dropped() {
    return dropped;
  }
}
