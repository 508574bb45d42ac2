package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.ManualTime;

/**
 * Frames with known checksums (Modbus over Serial Line V1.02, 6.2; RTU examples of many manuals).
 */
class RtuWireTest {
  private static final Query.Read READ = new Query.Read(1, RegisterTable.HOLDING, 0, 10);

  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T00:00:00Z"));
  private final FakeLine line = new FakeLine();
  private final RtuWire wire = new RtuWire(line);

  @Test
  void aRequestHasUnitAndChecksum() throws Exception {
    wire.send(1, Pdu.of(READ));

    assertThat(line.written).containsExactly("01030000000ac5cd");
  }

  @ParameterizedTest(name = "in pieces of {0} bytes")
  @CsvSource({"1", "3", "5", "100"})
  void anAnswerIsPutTogetherFromItsPieces(int size) throws Exception {
    wire.send(17, Pdu.of(new Query.Read(17, RegisterTable.HOLDING, 107, 3)));
    line.answer("110306022b00000064c8ba", size);

    byte[] pdu = wire.receive(new Query.Read(17, RegisterTable.HOLDING, 107, 3), soon());

    assertThat(HexFormat.of().formatHex(pdu)).isEqualTo("0306022b00000064");
  }

  @Test
  void aRefusalIsRead() throws Exception {
    wire.send(10, Pdu.of(new Query.Read(10, RegisterTable.COIL, 1185, 1)));
    line.answer("0a8102b053", 100);

    assertThat(wire.receive(new Query.Read(10, RegisterTable.COIL, 1185, 1), soon()))
        .containsExactly(0x81, 0x02);
  }

  @Test
  void anEchoOfAWriteIsRead() throws Exception {
    Query write = new Query.WriteRegister(17, 1, 3);
    wire.send(17, Pdu.of(write));
    line.answer("110600010003" + "9a9b", 100);

    assertThat(Pdu.reply(write, Pdu.of(write), wire.receive(write, soon())))
        .isInstanceOf(Reply.Words.class);
  }

  @Test
  void anAnswerWithUpToSixteenNeighbouringBitsTurnedIsNotBelieved() throws Exception {
    Query query = new Query.Read(17, RegisterTable.HOLDING, 107, 3);
    byte[] right = HexFormat.of().parseHex("110306022b00000064c8ba");
    int tried = 0;
    for (int bits = 1; bits <= 16; bits++) {
      for (int first = 0; first <= 8 * right.length - bits; first++) {
        byte[] turned = right.clone();
        for (int bit = first; bit < first + bits; bit++) {
          turned[bit / 8] ^= (byte) (1 << bit % 8);
        }
        FakeLine its = new FakeLine();
        RtuWire fresh = new RtuWire(its);
        fresh.send(17, Pdu.of(query));
        its.answer(HexFormat.of().formatHex(turned), 100);

        assertThatThrownBy(() -> fresh.receive(query, soon()))
            .as("%d bits from bit %d", bits, first)
            .isInstanceOf(IOException.class);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(1000);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a wrong checksum,          0a8102b054",
    "another unit,              0b8102e193",
    "another function,          0a030200001d85",
    "bytes beyond the answer,   0a8102b05300"
  })
  void aWrongAnswerIsNotBelieved(String what, String answer) throws Exception {
    Query query = new Query.Read(10, RegisterTable.COIL, 1185, 1);
    wire.send(10, Pdu.of(query));
    line.answer(answer, 100);

    assertThatThrownBy(() -> wire.receive(query, soon())).isInstanceOf(WrongAnswer.class);
  }

  @Test
  void bytesThatNobodyAskedForBreakTheWire() {
    line.answer("00", 100);

    assertThatThrownBy(wire::expectSilence).isInstanceOf(WrongAnswer.class);
  }

  @Test
  void silenceRunsIntoTheDeadline() throws Exception {
    wire.send(1, Pdu.of(READ));
    line.answer("0103", 100);

    assertThatThrownBy(() -> wire.receive(READ, soon())).isInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest(name = "{0} bit/s: {1} us")
  @CsvSource({"1200, 32083", "9600, 4010", "19200, 2005", "38400, 1750", "115200, 1750"})
  void framesArePartedByTheStandardsPause(int baudRate, long pauseUs) {
    assertThat(SerialLine.frameGap(baudRate).toNanos() / 1000).isEqualTo(pauseUs);
  }

  private Deadline soon() {
    return Deadline.in(time, Duration.ofSeconds(1));
  }

  /** A line whose other end says what the test wants. */
  private static final class FakeLine implements ByteLine {
    private final List<String> written = new ArrayList<>();
    private final Deque<byte[]> pieces = new ArrayDeque<>();

    void answer(String hex, int size) {
      for (int from = 0; from < hex.length(); from += 2 * size) {
        int to = Math.min(hex.length(), from + 2 * size);
        pieces.add(HexFormat.of().parseHex(hex.substring(from, to)));
      }
    }

    @Override
    public void write(byte[] bytes) {
      written.add(HexFormat.of().formatHex(bytes));
    }

    @Override
    public int read(byte[] buffer, int from, Deadline deadline) throws IOException {
      byte[] piece = pieces.poll();
      if (piece == null) {
        throw new SocketTimeoutException("Nothing came.");
      }
      System.arraycopy(piece, 0, buffer, from, piece.length);
      return piece.length;
    }

    @Override
    public int waiting() {
      return pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    @Override
    public void close() {
      pieces.clear();
    }
  }
}
