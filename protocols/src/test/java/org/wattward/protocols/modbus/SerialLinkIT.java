package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ghgande.j2mod.modbus.util.ModbusUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.ModbusSerial.Parity;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.template.Templates;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.WriteOutcome;

/** A link on a serial port: two units on one bus, one of them silent at times. */
@Timeout(60)
class SerialLinkIT {
  private static final int LIMIT_ADDRESS = 50;

  @Test
  void aBusOfTwoUnitsIsReadAndWritten() {
    Optional<Pty> pty = Pty.open();
    assumeTrue(pty.isPresent(), "This system has no openpty, so there is no serial port to test.");
    RecordingListener listener = new RecordingListener();
    PointId limit = new PointId("unit-1", "limit");
    PollPeriods periods =
        new PollPeriods(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (Pty pair = pty.get();
        Bus bus = new Bus(pair);
        ModbusLink link =
            ModbusLink.onSerialPort(
                new LinkConfig.ModbusSerial(
                    "link-1", pair.name(), 115_200, Parity.NONE, 1, Duration.ofSeconds(2), periods),
                List.of(
                    TestDevices.device("unit-1", 1)
                        .word("a", RegisterTable.HOLDING, 10)
                        .writable("limit", LIMIT_ADDRESS)
                        .build(),
                    TestDevices.device("unit-2", 2).word("b", RegisterTable.INPUT, 20).build()),
                listener,
                Time.system(),
                new Random(1))) {
      link.start();
      Await.until("unit 1 is read", () -> listener.shows(new PointId("unit-1", "a"), 110));
      Await.until("unit 2 is read", () -> listener.shows(new PointId("unit-2", "b"), 220));

      assertThat(link.write(limit, 4321, Duration.ofSeconds(20)))
          .isEqualTo(new WriteOutcome.Verified(4321));
      assertThat(bus.held).containsEntry(LIMIT_ADDRESS, 4321);
    }
  }

  @Test
  void aScanFindsTheUnitsOfABusByTheirIdentification() throws Exception {
    Optional<Pty> pty = Pty.open();
    assumeTrue(pty.isPresent(), "This system has no openpty, so there is no serial port to test.");
    PollPeriods periods =
        new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (Pty pair = pty.get();
        Bus bus = new Bus(pair)) {
      bus.held.put(35_168, 0x4232); // "B2"
      bus.held.put(35_169, 0x3320); // "3 "
      ModbusScan scan =
          ModbusScan.onSerialPort(
              new LinkConfig.ModbusSerial(
                  "scanned", pair.name(), 115_200, Parity.NONE, 1, Duration.ofSeconds(5), periods),
              Time.system());

      ModbusScan.Found found = scan.unit(7, Templates.bundled().all()).orElseThrow();

      assertThat(found.unit()).isEqualTo(7);
      assertThat(found.identified()).isEqualTo("holding 35168 says B23");
      assertThat(found.templates()).containsExactly("abb-b23");
    }
  }

  /** Units at the other end: register n of unit u shows 100 u + n until it is written. */
  private static final class Bus implements AutoCloseable {
    private final Pty pty;
    private final Map<Integer, Integer> held = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Bus(Pty pty) {
      this.pty = pty;
      Thread.ofPlatform().daemon().name("serial-bus").start(this::serve);
    }

    private void serve() {
      byte[] request = new byte[8];
      int have = 0;
      byte[] piece = new byte[8];
      while (!closed) {
        int count = pty.read(piece);
        if (count < 1) {
          return;
        }
        System.arraycopy(piece, 0, request, have, Math.min(count, request.length - have));
        have += count;
        if (have >= request.length) {
          pty.write(answer(request));
          have = 0;
        }
      }
    }

    private byte[] answer(byte[] request) {
      ByteBuffer asked = ByteBuffer.wrap(request);
      int unit = asked.get(0);
      int address = asked.getShort(2) & 0xFFFF;
      int second = asked.getShort(4) & 0xFFFF;
      if (asked.get(1) == 6) {
        held.put(address, second);
        return request.clone();
      }
      ByteBuffer words = ByteBuffer.allocate(3 + 2 * second);
      words.put((byte) unit).put(asked.get(1)).put((byte) (2 * second));
      for (int i = 0; i < second; i++) {
        words.putShort(held.getOrDefault(address + i, 100 * unit + address + i).shortValue());
      }
      int[] checksum = ModbusUtil.calculateCRC(words.array(), 0, words.capacity());
      byte[] frame = Arrays.copyOf(words.array(), words.capacity() + 2);
      frame[frame.length - 2] = (byte) checksum[0];
      frame[frame.length - 1] = (byte) checksum[1];
      return frame;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
