package org.wattward.controller.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One file of the spool: a heading, then frames of length, checksum, number of readings and the
 * batch. It is only ever added to; what a crash left half written at its end is cut off.
 *
 * <p>Plain file calls, not channels: an interrupted thread would close those.
 */
final class SpoolSegment {
  private static final byte[] HEADING = "WWSPOOL1".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_HEAD = 12;

  /** Keys of this many batches and more are kept, so a file read again is found to be stored. */
  private static final int MOST_BATCHES = 5000;

  private static final int MOST_BYTES = 512 << 20;
  private static final String DAMAGED = "The disk changed them while they waited.";

  /** One batch in the file. */
  private record Frame(long offset, int length, int readings, Batch.Key key) {}

  private final SpoolDisk disk;
  private final Path file;
  private final long number;
  private final List<Frame> frames = new ArrayList<>();
  private int next;
  private long length;
  private long readings;
  private boolean sealed;

  private SpoolSegment(SpoolDisk disk, Path file, long number, long length) {
    this.disk = disk;
    this.file = file;
    this.number = number;
    this.length = length;
  }

  static Path file(Path directory, long number) {
    return directory.resolve("%019d.spool".formatted(number));
  }

  /**
   * Makes an empty one.
   *
   * @throws IOException when it may not be there; what was begun is taken away
   */
  static SpoolSegment create(SpoolDisk disk, Path directory, long number) throws IOException {
    return createAt(disk, file(directory, number), number);
  }

  private static SpoolSegment createAt(SpoolDisk disk, Path file, long number) throws IOException {
    try {
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        out.setLength(0);
        disk.write(file, out, HEADING);
        disk.force(file, out);
      }
      disk.forceNames(file.resolveSibling("."));
    } catch (IOException e) {
      // The next try is another file: one that failed to reach the disk is not believed again.
      deleteAfter(e, disk, file);
      throw e;
    }
    return new SpoolSegment(disk, file, number, HEADING.length);
  }

  private static void deleteAfter(IOException fault, SpoolDisk disk, Path file) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  /**
   * Reads what an earlier run left.
   *
   * @param unsound is told of what is not as it was written
   */
  static SpoolSegment recover(SpoolDisk disk, Path file, Unsound unsound) throws IOException {
    String name = file.getName(file.getNameCount() - 1).toString();
    SpoolSegment found =
        new SpoolSegment(
            disk, file, Long.parseLong(name.substring(0, name.indexOf('.'))), HEADING.length);
    found.sealed = true;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] heading = new byte[HEADING.length];
      long size = in.length();
      if (size >= HEADING.length) {
        in.readFully(heading);
      }
      while (Arrays.equals(heading, HEADING) && found.length < size) {
        Optional<Whole> whole = wholeAt(in, found.length);
        long behind = found.length + FRAME_HEAD + payloadBytes(in, found.length);
        if (whole.isPresent()) {
          found.add(whole.get().frame);
        } else if (behind > found.length && wholeAt(in, behind).isPresent()) {
          unsound.damaged(found, place(file, found.length, behind), readingsAt(in, found.length));
        } else {
          break;
        }
        found.length = behind;
      }
      if (size > found.length) {
        unsound.torn(file, size - found.length);
      }
    }
    return found;
  }

  /** Who is told of bytes that are not as they were written. */
  interface Unsound {
    /** The file's last bytes are no whole batch. */
    void torn(Path file, long bytes);

    /**
     * A batch amid others was changed on the disk.
     *
     * @param place where it stands, for messages
     * @param readings how many it had, if that is true
     */
    void damaged(SpoolSegment segment, String place, int readings);
  }

  /** How long the payload at an offset says it is; too negative for a frame when that cannot be. */
  private static long payloadBytes(RandomAccessFile in, long offset) throws IOException {
    if (offset + FRAME_HEAD > in.length()) {
      return -FRAME_HEAD;
    }
    in.seek(offset);
    int bytes = in.readInt();
    boolean possible =
        bytes >= BatchCodec.KEY_BYTES
            && bytes <= MOST_BYTES
            && offset + FRAME_HEAD + bytes <= in.length();
    return possible ? bytes : -FRAME_HEAD;
  }

  /** How many readings the frame at an offset says it has. */
  private static int readingsAt(RandomAccessFile in, long offset) throws IOException {
    in.seek(offset + 2 * Integer.BYTES);
    return Math.clamp(in.readInt(), 0, MOST_BYTES);
  }

  /** A frame with its bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Whole(Frame frame, byte[] payload) {}

  /** What stands at an offset; empty when it is no whole frame as it was written. */
  private static Optional<Whole> wholeAt(RandomAccessFile in, long offset) throws IOException {
    int bytes = (int) payloadBytes(in, offset);
    if (bytes < 0) {
      return Optional.empty();
    }
    in.seek(offset + Integer.BYTES);
    int checksum = in.readInt();
    int count = in.readInt();
    byte[] payload = new byte[bytes];
    in.readFully(payload);
    return checksum(count, payload) == checksum
        ? Optional.of(new Whole(new Frame(offset, bytes, count, BatchCodec.key(payload)), payload))
        : Optional.empty();
  }

  /**
   * Adds batches; when it returns they survive a loss of power.
   *
   * @throws IOException when they may not be there; the file takes no more then
   */
  void append(List<PackedBatch> batches) throws IOException {
    int size = batches.stream().mapToInt(batch -> FRAME_HEAD + batch.bytes().length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size);
    List<Frame> added = new ArrayList<>();
    for (PackedBatch batch : batches) {
      added.add(
          new Frame(
              length + bytes.position(), batch.bytes().length, batch.readings(), batch.key()));
      bytes
          .putInt(batch.bytes().length)
          .putInt(checksum(batch.readings(), batch.bytes()))
          .putInt(batch.readings())
          .put(batch.bytes());
    }
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(length);
      try {
        disk.write(file, out, bytes.array());
        disk.force(file, out);
      } catch (IOException e) {
        // After a failed fsync nobody knows what is on the disk: never write behind it. What of it
        // is there nevertheless has keys of its own and is not stored twice.
        sealed = true;
        cutAfter(e, out);
        throw e;
      }
    }
    length += size;
    added.forEach(this::add);
  }

  private void add(Frame frame) {
    frames.add(frame);
    readings += frame.readings;
  }

  private void cutAfter(IOException fault, RandomAccessFile out) {
    try {
      out.setLength(length);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  private static int checksum(int readings, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(payload.length).putInt(readings).flip());
    crc.update(payload);
    return (int) crc.getValue();
  }

  /**
   * The oldest batches that were not taken yet, in order: the first, and further ones until there
   * are enough or one was damaged. There must be one.
   *
   * @param enoughRows so many readings are enough
   * @return empty when the very first was damaged on the disk
   */
  List<Batch> first(int enoughRows) throws IOException {
    int end = next;
    for (long rows = 0; end < frames.size() && rows < enoughRows; end++) {
      rows += frames.get(end).readings;
    }
    return read(frames.subList(next, end));
  }

  private List<Batch> read(List<Frame> wanted) throws IOException {
    List<Batch> batches = new ArrayList<>(wanted.size());
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      for (Frame frame : wanted) {
        // The disk may have changed it since it was written or recovered.
        Optional<Whole> whole = wholeAt(in, frame.offset);
        if (whole.isEmpty()) {
          break;
        }
        batches.add(BatchCodec.decode(whole.get().payload));
      }
    }
    return batches;
  }

  /** The key of the oldest batch that was not taken yet. There must be one. */
  Batch.Key firstKey() {
    return frames.get(next).key;
  }

  /** Where the oldest batch that was not taken yet stands, for messages. */
  String firstPlace() {
    Frame first = frames.get(next);
    return place(file, first.offset, first.offset + FRAME_HEAD + first.length);
  }

  private static String place(Path file, long from, long end) {
    return "bytes %d to %d of %s".formatted(from, end - 1, file);
  }

  /** What a batch that was damaged leaves: it was of the time in which the file was written. */
  Entry.Gap gapOf(int lost) throws IOException {
    BasicFileAttributes times = Files.readAttributes(file, BasicFileAttributes.class);
    Instant from = times.creationTime().toInstant();
    Instant to = times.lastModifiedTime().toInstant();
    return new Entry.Gap(from.isBefore(to) ? from : to, to, lost, DAMAGED);
  }

  /** How many readings the oldest batch that was not taken yet has. */
  int firstReadings() {
    return frames.get(next).readings;
  }

  void removeFirst() {
    readings -= frames.get(next).readings;
    next++;
  }

  /**
   * The same without readings, under the same name.
   *
   * @throws IOException when that may not be on the disk; this one stays as it is then
   */
  SpoolSegment withoutReadings() throws IOException {
    Path fresh = file.resolveSibling(file.getName(file.getNameCount() - 1) + ".new");
    SpoolSegment stripped = createAt(disk, fresh, number);
    List<PackedBatch> kept = new ArrayList<>();
    for (Frame frame : frames.subList(next, frames.size())) {
      // One by one: a whole file of them would be much to hold.
      read(List.of(frame)).forEach(batch -> kept.add(PackedBatch.of(SpoolGaps.instead(batch))));
    }
    try {
      stripped.append(kept);
      disk.replace(fresh, file);
    } catch (IOException e) {
      deleteAfter(e, disk, fresh);
      throw e;
    }
    SpoolSegment result = new SpoolSegment(disk, file, number, stripped.length);
    stripped.frames.forEach(result::add);
    result.sealed = true;
    return result;
  }

  /** What it would leave as a gap, with the gaps that it holds; empty without any. */
  Optional<Entry.Gap> gap() throws IOException {
    List<Entry> gaps = new ArrayList<>();
    for (Frame frame : frames.subList(next, frames.size())) {
      read(List.of(frame)).forEach(batch -> gaps.addAll(SpoolGaps.instead(batch).entries()));
    }
    return SpoolGaps.all(gaps);
  }

  void delete() throws IOException {
    disk.delete(file);
  }

  boolean isEmpty() {
    return next >= frames.size();
  }

  /** Whether it takes no more: it is of an earlier run, it failed, or it holds many batches. */
  boolean isSealed() {
    return sealed || frames.size() >= MOST_BATCHES;
  }

  long number() {
    return number;
  }

  /** Bytes of the whole file. */
  long length() {
    return length;
  }

  /** Readings that were not taken yet. */
  long readings() {
    return readings;
  }

  int batches() {
    return frames.size() - next;
  }
}
