package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.ghgande.j2mod.modbus.util.ModbusUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.ManualTime;

/**
 * Whatever bytes a device answers with: the frame reader ends with an answer or with an expected
 * fault, and what it takes for an answer is, byte for byte, the only frame that says so.
 */
class FrameFuzzTest {
  private static final int UNIT = 17;
  private static final List<Query> QUERIES =
      List.of(
          new Query.Read(UNIT, RegisterTable.HOLDING, 107, 3),
          new Query.Read(UNIT, RegisterTable.INPUT, 0, 125),
          new Query.Read(UNIT, RegisterTable.COIL, 1185, 13),
          new Query.Read(UNIT, RegisterTable.DISCRETE_INPUT, 8, 8),
          new Query.WriteCoil(UNIT, 172, true),
          new Query.WriteRegister(UNIT, 1, 3),
          new Query.WriteCoils(UNIT, 19, List.of(true, false, true)),
          new Query.WriteRegisters(UNIT, 1, List.of(10, 258)),
          new Query.MaskWrite(UNIT, 4, 0xF2, 0x25),
          new Query.ReadWrite(UNIT, 3, 6, 14, List.of(255, 255, 255)));

  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T00:00:00Z"));

  /**
   * One answer.
   *
   * @param data which question (first byte: odd for RTU), in what pieces the answer comes (second),
   *     and the answer; of RTU answers all but the checksum, or nothing else would be tried
   */
  @FuzzTest(maxDuration = "30s")
  void anAnswerIsBelievedOnlyIfItIsWhole(byte[] data) throws IOException {
    if (data.length < 2) {
      return;
    }
    boolean isRtu = (data[0] & 1) == 1;
    Query query = QUERIES.get((data[0] & 0xFF) / 2 % QUERIES.size());
    byte[] answer = Arrays.copyOfRange(data, 2, data.length);
    byte[] sent = isRtu ? withChecksum(answer) : answer;
    PiecewiseLine line = new PiecewiseLine(sent, 1 + (data[1] & 0xFF));
    Wire wire = isRtu ? new RtuWire(line) : new TcpWire(line);
    byte[] asked = Pdu.of(query);
    wire.send(query.unit(), asked);
    try {
      byte[] pdu = wire.receive(query, Deadline.in(time, Duration.ofSeconds(1)));
      Reply reply = Pdu.reply(query, asked, pdu);
      byte[] believed = expected(query, asked, reply, pdu);
      byte[] framed = isRtu ? withChecksum(unitAnd(believed)) : withHeader(believed);
      assertThat(Arrays.copyOf(sent, line.given)).isEqualTo(framed);
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  /** The only PDU that gives this reply, but for the unused bits of the last byte of bits. */
  private static byte[] expected(Query query, byte[] asked, Reply reply, byte[] pdu) {
    return switch (reply) {
      case Reply.Refused(int code) -> new byte[] {(byte) (query.function() | 0x80), (byte) code};
      case Reply.Words words ->
          switch (query) {
            case Query.Read read when isBits(read) -> bits(read, words.words(), pdu);
            case Query.Read read -> registers(read.function(), read.count(), words.words());
            case Query.ReadWrite both -> registers(both.function(), both.count(), words.words());
            case Query.WriteCoil write -> asked;
            case Query.WriteRegister write -> asked;
            case Query.MaskWrite write -> asked;
            case Query.WriteCoils write -> Arrays.copyOf(asked, 5);
            case Query.WriteRegisters write -> Arrays.copyOf(asked, 5);
          };
    };
  }

  private static boolean isBits(Query.Read read) {
    return read.table() == RegisterTable.COIL || read.table() == RegisterTable.DISCRETE_INPUT;
  }

  private static byte[] registers(int function, int count, int[] words) {
    assertThat(words).hasSize(count);
    ByteBuffer pdu =
        ByteBuffer.allocate(2 + 2 * count).put((byte) function).put((byte) (2 * count));
    Arrays.stream(words).forEach(word -> pdu.putShort((short) word));
    return pdu.array();
  }

  private static byte[] bits(Query.Read read, int[] bits, byte[] pdu) {
    assertThat(bits).hasSize(read.count());
    int bytes = (read.count() + 7) / 8;
    byte[] expected = new byte[2 + bytes];
    expected[0] = (byte) read.function();
    expected[1] = (byte) bytes;
    int unused = read.count() % 8 == 0 ? 0 : 0xFF << read.count() % 8;
    expected[1 + bytes] = (byte) (pdu[pdu.length - 1] & unused);
    for (int i = 0; i < bits.length; i++) {
      expected[2 + i / 8] |= (byte) (bits[i] << i % 8);
    }
    return expected;
  }

  private static byte[] unitAnd(byte[] pdu) {
    return ByteBuffer.allocate(1 + pdu.length).put((byte) UNIT).put(pdu).array();
  }

  private static byte[] withChecksum(byte[] frame) {
    int[] checksum = ModbusUtil.calculateCRC(frame, 0, frame.length);
    return ByteBuffer.allocate(frame.length + 2)
        .put(frame)
        .put((byte) checksum[0])
        .put((byte) checksum[1])
        .array();
  }

  /** The first transaction of a connection is number 1. */
  private static byte[] withHeader(byte[] pdu) {
    return ByteBuffer.allocate(7 + pdu.length)
        .putShort((short) 1)
        .putShort((short) 0)
        .putShort((short) (pdu.length + 1))
        .put((byte) UNIT)
        .put(pdu)
        .array();
  }

  /** Gives an answer in pieces of one size, then nothing more. */
  private static final class PiecewiseLine implements ByteLine {
    private final byte[] answer;
    private final int size;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int given;

    PiecewiseLine(byte[] answer, int size) {
      this.answer = answer;
      this.size = size;
    }

    @Override
    public void write(byte[] bytes) {
      written.writeBytes(bytes);
    }

    @Override
    public int read(byte[] buffer, int from, Deadline deadline) throws IOException {
      int count = Math.min(size, Math.min(answer.length - given, buffer.length - from));
      if (count <= 0) {
        throw new SocketTimeoutException("Nothing came.");
      }
      System.arraycopy(answer, given, buffer, from, count);
      given += count;
      return count;
    }

    @Override
    public int waiting() {
      return answer.length - given;
    }

    @Override
    public void close() {}
  }
}
