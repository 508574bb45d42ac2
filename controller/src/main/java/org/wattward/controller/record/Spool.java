package org.wattward.controller.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches on disk that the database has not taken yet, in order. What was appended survives a crash
 * and a loss of power. It keeps within its bound: the oldest readings go first, then the oldest of
 * everything else.
 *
 * <p>Any thread; what changes it or reads it blocks on the disk, one at a time. What is only
 * counted is told at once.
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
  private volatile boolean empty = true;
  private volatile long bytes;
  private volatile long readings;
  private final AtomicLong dropped = new AtomicLong();
  private List<Batch> cached = List.of();
  private Entry.@Nullable Gap owed;
  private volatile @Nullable String fault;

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
            new SpoolSegment.Unsound() {
              @Override
              public void torn(Path torn, long bytes) {
                LOG.warn(
                    "The last {} bytes of {} are no whole batch and are left out; the crash came"
                        + " before they were acknowledged.",
                    bytes,
                    torn);
              }

              @Override
              public void damaged(SpoolSegment segment, String place, int readings) {
                lose(segment, place, readings);
              }
            });
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
    List<PackedBatch> packed = batches.stream().map(PackedBatch::of).toList();
    try {
      SpoolSegment segment = first ? newSegment(segments.firstKey() - 1) : tail();
      cached = first ? List.of() : cached;
      append(segment, packed);
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

  private void append(SpoolSegment segment, List<PackedBatch> batches) throws IOException {
    try {
      segment.append(batches);
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
      cached = List.of();
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
      dropped.addAndGet(lost);
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
      dropped.addAndGet(oldest.readings() + oldest.batches());
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
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Tries a disk that failed, while there is nothing to be written; it is trusted again after. */
  synchronized void probe() {
    if (fault == null) {
      return;
    }
    try {
      disk.probe(directory, (int) Math.min(segmentBytes, PROBE_BYTES));
      fault = null;
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
    }
  }

  /** The oldest batch; it stays until it is removed. */
  Optional<Batch> first() throws IOException {
    return first(1).stream().findFirst();
  }

  /**
   * The oldest batches in order: the first, and those behind it in its file until there are enough.
   * They stay until they are removed.
   *
   * @param enoughRows so many readings are enough
   * @return empty only when nothing waits
   */
  synchronized List<Batch> first(int enoughRows) throws IOException {
    if (!cached.isEmpty()) {
      return cached;
    }
    while (!segments.isEmpty()) {
      SpoolSegment head = segments.firstEntry().getValue();
      if (!head.isEmpty()) {
        cached = head.first(enoughRows);
        if (!cached.isEmpty()) {
          return cached;
        }
        lose(head, head.firstPlace(), head.firstReadings());
        head.removeFirst();
        count();
      } else {
        retire(head);
      }
    }
    return List.of();
  }

  /** A batch that the disk changed is not believed; that it was there is told. */
  private void lose(SpoolSegment segment, String place, int lost) {
    dropped.addAndGet(Math.max(1, lost));
    LOG.warn("The disk changed {}: a batch of {} readings is lost. Check the disk.", place, lost);
    try {
      Entry.Gap gap = segment.gapOf(lost);
      owed = owed == null ? gap : gap.and(owed);
    } catch (IOException e) {
      LOG.warn("When that was is unknown, so no gap is recorded.", e);
    }
  }

  /** Takes batches away that were the first ones, those that were not given up meanwhile. */
  synchronized void remove(List<Batch.Key> keys) throws IOException {
    cached = List.of();
    try {
      for (Batch.Key key : keys) {
        SpoolSegment head = segments.isEmpty() ? null : segments.firstEntry().getValue();
        if (head != null && !head.isEmpty() && head.firstKey().equals(key)) {
          head.removeFirst();
          if (head.isEmpty()) {
            retire(head);
          }
        }
      }
    } finally {
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
    empty = segments.values().stream().allMatch(SpoolSegment::isEmpty);
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return empty;
  }

  /** Bytes on disk. */
  long bytes() {
    return bytes;
  }

  /** Readings that wait. */
  long readings() {
    return readings;
  }

  /** Readings and others that were given up to keep within the bound. */
  long dropped() {
    return dropped.get();
  }
}
