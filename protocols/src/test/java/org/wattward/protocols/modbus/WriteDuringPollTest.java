package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;

/** A write between two blocks of a poll, and what the poll may tell afterwards. */
@Timeout(60)
class WriteDuringPollTest {
  private static final int LIMIT = 100;
  private static final int FAR = 1000;
  private static final int OLD = 3;
  private static final int NEW = 2;

  private final List<Double> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch pollsAfter = new CountDownLatch(3);
  private final CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
  private final PointId limit = new PointId("pump", "limit");
  private final AtomicReference<@Nullable ModbusLink> made = new AtomicReference<>();

  @Test
  void aPollDoesNotTellWhatAPointWasBeforeItWasWritten() throws Exception {
    LinkConfig.ModbusTcp config = TestDevices.link(1, Duration.ofSeconds(5), Duration.ofMillis(50));
    Device pump =
        TestDevices.device("pump", 1)
            .writable("limit", LIMIT)
            .word("far", RegisterTable.HOLDING, FAR)
            .build();
    Pump wire = new Pump();
    ModbusLink link =
        new ModbusLink(
            new ModbusLink.Wiring(config, "a pump", _ -> wire, Duration.ofSeconds(5), false),
            List.of(pump),
            new Told(),
            Time.system(),
            new Random(1));
    made.set(link);
    link.start();
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(new WriteOutcome.Verified(NEW));
    assertThat(pollsAfter.await(30, TimeUnit.SECONDS)).isTrue();
    link.close();

    List<Double> fromTheWriteOn = told.subList(told.indexOf((double) NEW), told.size());
    assertThat(fromTheWriteOn).hasSizeGreaterThan(1).containsOnly((double) NEW);
  }

  private final class Told implements LinkListener {
    @Override
    public void readings(String id, List<Reading> batch) {
      batch.stream()
          .filter(reading -> reading.point().equals(limit) && reading.good().isPresent())
          .forEach(reading -> told.add(reading.value()));
      if (outcome.isDone() && batch.stream().anyMatch(one -> one.point().name().equals("far"))) {
        pollsAfter.countDown();
      }
    }

    @Override
    public void changed(StateChange change) {
      // not asked here
    }
  }

  /** Answers at once; while it answers the second poll's first block, a write comes in. */
  private final class Pump implements Wire {
    private final Map<Integer, Integer> registers = new HashMap<>(Map.of(LIMIT, OLD, FAR, 7));
    private byte[] asked = {};
    private int polls;

    @Override
    public void expectSilence() {
      // nothing ever comes unasked
    }

    @Override
    public void send(int unit, byte[] pdu) {
      asked = pdu;
    }

    @Override
    public byte[] receive(Query query, Deadline deadline) throws IOException {
      ByteBuffer request = ByteBuffer.wrap(asked);
      int function = request.get();
      int address = Short.toUnsignedInt(request.getShort());
      int second = Short.toUnsignedInt(request.getShort());
      if (function == 6) {
        registers.put(address, second);
        return asked;
      }
      byte[] answer =
          ByteBuffer.allocate(2 + 2 * second)
              .put((byte) function)
              .put((byte) (2 * second))
              .putShort(registers.getOrDefault(address, 0).shortValue())
              .array();
      if (address == LIMIT && ++polls == 2) {
        writeMeanwhile();
      }
      return answer;
    }

    /** Returns when the write waits for its turn. */
    private void writeMeanwhile() {
      ModbusLink link = Objects.requireNonNull(made.get());
      Thread writer =
          Thread.ofPlatform()
              .start(() -> outcome.complete(link.write(limit, NEW, Duration.ofSeconds(30))));
      while (writer.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      // nothing to let go of
    }
  }
}
