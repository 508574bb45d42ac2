package org.wattward.protocols.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of an {@link Outbox}: messages one after the other, each with its length and checksum. A
 * file that ends in the middle of a message, as after a crash, is cut back to the last whole one.
 *
 * <pre>
 * length int | CRC-32C int | flags byte | topic length short | topic | text
 * </pre>
 */
final class OutboxSegment implements AutoCloseable {
  private static final String SUFFIX = ".outbox";
  private static final int HEAD_BYTES = 8;
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long firstNumber;
  private long[] offsets = new long[64];
  private int count;
  private long bytes;

  private OutboxSegment(Path file, long firstNumber) throws IOException {
    this.file = file;
    this.firstNumber = firstNumber;
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  static boolean isSegment(Path file) {
    return file.getFileName().toString().endsWith(SUFFIX);
  }

  static OutboxSegment create(Path folder, long firstNumber) throws IOException {
    return new OutboxSegment(folder.resolve("%019d%s".formatted(firstNumber, SUFFIX)), firstNumber);
  }

  /** Opens a file of an earlier process. */
  static OutboxSegment open(Path file) throws IOException {
    String name = file.getFileName().toString();
    long first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    OutboxSegment segment = new OutboxSegment(file, first);
    long end = segment.channel.size();
    while (segment.bytes < end) {
      ByteBuffer body = segment.body(segment.bytes);
      if (body == null) {
        break;
      }
      segment.took(HEAD_BYTES + body.remaining());
    }
    segment.channel.truncate(segment.bytes);
    return segment;
  }

  void append(Outbox.Entry entry) throws IOException {
    byte[] topic = entry.topic().getBytes(StandardCharsets.UTF_8);
    byte[] text = entry.payload();
    int length = 3 + topic.length + text.length;
    if (length > MOST_BYTES || topic.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A message of %d bytes for %s is too long; the most is %d."
              .formatted(text.length, entry.topic(), MOST_BYTES));
    }
    ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + length);
    record.position(HEAD_BYTES);
    record.put((byte) (entry.retained() ? 1 : 0)).putShort((short) topic.length);
    record.put(topic).put(text);
    CRC32C sum = new CRC32C();
    sum.update(record.array(), HEAD_BYTES, length);
    record.putInt(0, length).putInt(4, (int) sum.getValue()).rewind();
    long at = bytes;
    while (record.hasRemaining()) {
      at += channel.write(record, at);
    }
    took(HEAD_BYTES + length);
  }

  Outbox.Entry read(long number) throws IOException {
    ByteBuffer body = body(offsets[Math.toIntExact(number - firstNumber)]);
    if (body == null) {
      throw new IOException("Message %d in %s is damaged.".formatted(number, file));
    }
    boolean retained = body.get() == 1;
    byte[] topic = new byte[body.getShort()];
    body.get(topic);
    byte[] text = new byte[body.remaining()];
    body.get(text);
    return new Outbox.Entry(
        number,
        new String(topic, StandardCharsets.UTF_8),
        new String(text, StandardCharsets.UTF_8),
        retained);
  }

  private @Nullable ByteBuffer body(long offset) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    if (!fill(head, offset)) {
      return null;
    }
    int length = head.getInt(0);
    if (length < 3 || length > MOST_BYTES) {
      return null;
    }
    ByteBuffer body = ByteBuffer.allocate(length);
    CRC32C sum = new CRC32C();
    if (!fill(body, offset + HEAD_BYTES)) {
      return null;
    }
    sum.update(body.array());
    return (int) sum.getValue() == head.getInt(4) ? body.rewind() : null;
  }

  private boolean fill(ByteBuffer buffer, long offset) throws IOException {
    long at = offset;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        return false;
      }
      at += read;
    }
    return true;
  }

  private void took(int length) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
    }
    offsets[count++] = bytes;
    bytes += length;
  }

  long firstNumber() {
    return firstNumber;
  }

  /** The number after its last message. */
  long endNumber() {
    return firstNumber + count;
  }

  long bytes() {
    return bytes;
  }

  void force() throws IOException {
    channel.force(false);
  }

  void delete() throws IOException {
    channel.close();
    Files.delete(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
