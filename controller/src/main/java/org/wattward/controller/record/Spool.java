package org.wattward.controller.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** So much must go to a disk that failed before it is trusted again. */
  private static final int PROBE_BYTES = 1 << 20;

  private final Path directory;
  private final long mostBytes;
  private final long segmentBytes;
  private final SpoolDisk disk;
  private final TreeMap<Long, SpoolSegment> segments = new TreeMap<>();
  private long bytes;
  private long readings;
  private long dropped;
  private @Nullable Batch cached;
  private Entry.@Nullable Gap owed;
  private @Nullable String fault;

  private Spool(Place place, SpoolDisk disk) {
    this.directory = place.directory;
    this.mostBytes = place.mostBytes;
    this.segmentBytes = place.segmentBytes;
    this.disk = disk;
  }

  /**
   * Where it is and how large it may become.
   *
   * @param directory its own
   * @param mostBytes its bound
   * @param segmentBytes how large one file becomes
   */
  record Place(Path directory, long mostBytes, long segmentBytes) {}

  /** Opens what is there, or makes an empty one. */
  static Spool open(Place place, SpoolDisk disk) throws IOException {
    Files.createDirectories(place.directory);
    Spool spool = new Spool(place, disk);
    try (Stream<Path> files = Files.list(place.directory)) {
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
            disk,
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
   * @throws IOException when they may not be there; what was begun counts for nothing and the next
   *     try has a file of its own
   */
  synchronized void append(List<Batch> batches) throws IOException {
    write(batches, false);
  }

  /**
   * Adds batches before all others.
   *
   * @throws IOException as {@link #append}
   */
  synchronized void prepend(List<Batch> batches) throws IOException {
    write(batches, !segments.isEmpty());
  }

  private void write(List<Batch> batches, boolean first) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (Batch batch : batches) {
      payloads.add(BatchCodec.encode(batch));
      counts.add(batch.readings());
    }
    try {
      SpoolSegment segment = first ? newSegment(segments.firstKey() - 1) : tail();
      cached = first ? null : cached;
      append(segment, payloads, counts);
      fault = null;
      shed(segment);
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
      throw e;
    } finally {
      count();
    }
  }

  private SpoolSegment tail() throws IOException {
    SpoolSegment last = segments.isEmpty() ? null : segments.lastEntry().getValue();
    return last == null || last.isSealed() || last.length() >= segmentBytes
        ? newSegment(segments.isEmpty() ? 0 : segments.lastKey() + 1)
        : last;
  }

  private SpoolSegment newSegment(long number) throws IOException {
    // Numbers start in the middle, so that there is room on both sides.
    long wanted = segments.isEmpty() ? Long.MAX_VALUE / 2 : number;
    SpoolSegment segment = SpoolSegment.create(disk, directory, wanted);
    segments.put(wanted, segment);
    return segment;
  }

  private void append(SpoolSegment segment, List<byte[]> payloads, List<Integer> counts)
      throws IOException {
    try {
      segment.append(payloads, counts);
    } catch (IOException e) {
      // A file that holds nothing would only take the room that is missing.
      if (segment.isEmpty()) {
        retire(segment);
      }
      throw e;
    }
  }

  /** Keeps within the bound, without touching the segment just written. */
  private void shed(SpoolSegment spared) {
    count();
    if (bytes > mostBytes) {
      cached = null;
    }
    for (SpoolSegment oldest : List.copyOf(segments.values())) {
      if (bytes > mostBytes && oldest != spared && oldest.readings() > 0) {
        giveUpReadings(oldest);
        count();
      }
    }
    while (bytes > mostBytes && segments.firstEntry().getValue() != spared) {
      giveUp(segments.firstEntry().getValue());
      count();
    }
  }

  private void giveUpReadings(SpoolSegment oldest) {
    long lost = oldest.readings();
    try {
      segments.put(oldest.number(), oldest.withoutReadings());
      dropped += lost;
      // Whichever of the two a loss of power leaves under the name is whole.
      disk.forceNames(directory);
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
      LOG.warn("A file of the spool in {} could not be made smaller.", directory, e);
    }
  }

  /** With all that is in it; what readings it still has are owed as a gap. */
  private void giveUp(SpoolSegment oldest) {
    segments.remove(oldest.number());
    try {
      owed = oldest.gap().map(gap -> owed == null ? gap : gap.and(owed)).orElse(owed);
      dropped += oldest.readings() + oldest.batches();
      oldest.delete();
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
      LOG.warn("A file of the spool in {} could not be given up cleanly.", directory, e);
    }
  }

  /** A gap that no batch of the spool tells of; it is told once. */
  synchronized Optional<Entry.Gap> takeGap() {
    Optional<Entry.Gap> gap = Optional.ofNullable(owed);
    owed = null;
    return gap;
  }

  /** Why the disk did not take the last thing that it was given; empty when it did. */
  synchronized Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Tries a disk that failed, while there is nothing to be written; it is trusted again after. */
  synchronized void probe() {
    if (fault == null) {
      return;
    }
    Path file = directory.resolve("probe.new");
    try {
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        disk.write(file, out, new byte[(int) Math.min(segmentBytes, PROBE_BYTES)]);
        disk.force(file, out);
      }
      disk.forceNames(directory);
      fault = null;
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
    }
    try {
      disk.delete(file);
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
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
