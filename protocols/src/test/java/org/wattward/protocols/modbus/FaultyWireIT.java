package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Await;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.modbus.RawServer.Request;

/**
 * Seeded runs over a wire that delays, drips, cuts, doubles, reorders, corrupts and goes half-open:
 * no wrong value is ever good, and no write arrives twice. {@code -Dwattward.faultyRuns=10000}
 * makes a long run of it.
 */
class FaultyWireIT {
  private static final int RUNS = Integer.getInteger("wattward.faultyRuns", 15);
  private static final int WRITES_PER_RUN = 6;
  private static final int REQUESTS_BETWEEN_WRITES = 10;
  private static final Duration TIMEOUT = Duration.ofMillis(40);
  private static final PointId LIMIT = new PointId("unit-1", "powerLimit");

  @Test
  void noWrongValueIsGoodAndNoWriteIsDoneTwice() throws Exception {
    long good = 0;
    long faults = 0;
    long verified = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      try (Run run = new Run(seed)) {
        run.writeAndWatch();
        good += run.checkReadings();
        faults += run.wire.faults.get();
        verified += run.checkWrites();
      }
    }
    // Else the run would have shown nothing.
    assertThat(good).as("good readings").isGreaterThan(20L * RUNS);
    assertThat(faults).as("faults").isGreaterThan(3L * RUNS);
    assertThat(verified).as("verified writes").isGreaterThan(RUNS);
  }

  /** One seeded run: three units on one link. */
  private static final class Run implements AutoCloseable {
    private final long seed;
    private final FaultyWire wire;
    private final RawServer server;
    private final RecordingListener listener = new RecordingListener();
    private final ModbusLink link;
    private final List<WriteOutcome> outcomes = new ArrayList<>();

    Run(long seed) throws IOException {
      this.seed = seed;
      wire = new FaultyWire(new Random(seed));
      server = new RawServer(wire);
      link =
          ModbusLink.overNetwork(
              TestDevices.link(server.port(), TIMEOUT, Duration.ofMillis(2)),
              List.of(device(1), device(2), device(3)),
              listener,
              new ImpatientTime(),
              new Random(seed),
              Credentials.fromEnvironment(Path.of("none")));
      link.start();
    }

    void writeAndWatch() {
      for (int i = 0; i < WRITES_PER_RUN; i++) {
        outcomes.add(link.write(LIMIT, value(i), Duration.ofSeconds(5)));
        int seen = server.requests().size();
        Await.until(
            "seed %d: the link goes on asking".formatted(seed),
            () -> server.requests().size() >= seen + REQUESTS_BETWEEN_WRITES);
      }
    }

    long checkReadings() {
      long good = 0;
      for (int unit = 1; unit <= 3; unit++) {
        for (int address : addresses(unit)) {
          List<Double> values = listener.goodValues(new PointId("unit-" + unit, "p" + address));
          assertThat(values)
              .as("seed %d, register %d", seed, address)
              .allMatch(v -> v == address + 1000);
          good += values.size();
        }
      }
      return good;
    }

    long checkWrites() {
      assertThat(wire.arrived.values()).as("seed %d", seed).allMatch(times -> times == 1);
      long verified = 0;
      for (int i = 0; i < WRITES_PER_RUN; i++) {
        boolean arrived = wire.arrived.containsKey(value(i));
        if (outcomes.get(i) instanceof WriteOutcome.Verified(double readBack)) {
          assertThat(arrived).as("seed %d, write %d", seed, i).isTrue();
          assertThat(readBack).isEqualTo(value(i));
          verified++;
        }
      }
      return verified;
    }

    @Override
    public void close() throws IOException {
      link.close();
      server.close();
    }

    private static int value(int write) {
      return 20_000 + write;
    }

    private static int[] addresses(int unit) {
      return new int[] {100 * unit, 100 * unit + 1, 100 * unit + 60, 1000 + unit};
    }

    private static Device device(int unit) {
      TestDevices device = TestDevices.device("unit-" + unit, unit);
      for (int address : addresses(unit)) {
        device.word("p" + address, RegisterTable.HOLDING, address);
      }
      return unit == 1 ? device.writable("powerLimit", 9000).build() : device.build();
    }
  }

  /** Answers rightly, and then the wire makes something of it. */
  private static final class FaultyWire implements RawServer.Behaviour {
    private final Random random;
    private final AtomicLong faults = new AtomicLong();
    private final Map<Integer, Integer> arrived = new ConcurrentHashMap<>();
    private byte[] held = {};
    private boolean halfOpen;

    FaultyWire(Random random) {
      this.random = random;
    }

    @Override
    public synchronized void answer(RawServer server, Request request, int number, OutputStream out)
        throws IOException, InterruptedException {
      int fault = random.nextInt(40);
      if (fault == 39) {
        server.hangUp(); // cut before the device has seen the request
      }
      if (request.function() == 6) {
        arrived.merge(request.second(), 1, Integer::sum);
      }
      byte[] answer = server.honest(request);
      if (halfOpen) {
        halfOpen = random.nextInt(4) != 0;
        return;
      }
      if (fault < 9 || fault == 39) {
        faults.incrementAndGet();
      }
      switch (fault) {
        case 0 -> Time.system().sleep(TIMEOUT.multipliedBy(2)); // delayed, then lost
        case 1 -> drip(answer, out);
        case 2 -> {
          out.write(answer, 0, random.nextInt(answer.length));
          server.hangUp();
        }
        case 3 -> {
          out.write(answer);
          out.write(answer);
        }
        case 4 -> {
          out.write(answer);
          out.flush();
          Time.system().sleep(Duration.ofMillis(1));
          out.write(answer);
        }
        case 5 -> held = answer; // comes after the next one
        case 6 -> out.write(corrupted(answer));
        case 7 -> halfOpen = true;
        case 8 -> {
          Time.system().sleep(TIMEOUT.minusMillis(2)); // in the nick of time, or not
          out.write(answer);
        }
        default -> {
          out.write(answer);
          out.write(held);
          held = new byte[0];
        }
      }
    }

    private static void drip(byte[] answer, OutputStream out)
        throws IOException, InterruptedException {
      for (byte one : answer) {
        out.write(one);
        out.flush();
        Time.system().sleep(Duration.ofMillis(3));
      }
    }

    /** A bit in the header turns: Modbus TCP has no checksum that would guard the registers. */
    private byte[] corrupted(byte[] answer) {
      byte[] bytes = Arrays.copyOf(answer, answer.length);
      bytes[random.nextInt(9)] ^= (byte) (1 << random.nextInt(8));
      return bytes;
    }
  }

  /** The link's pauses and back-offs take no time; requests and callers' deadlines do. */
  private static final class ImpatientTime implements Time {
    private final AtomicLong skippedNanos = new AtomicLong();

    @Override
    public Instant now() {
      return Time.system().now();
    }

    @Override
    public long nanos() {
      return Time.system().nanos() + skippedNanos.get();
    }

    @Override
    public void sleep(Duration duration) {
      skippedNanos.addAndGet(Math.max(0, duration.toNanos()));
    }

    @Override
    public boolean await(Semaphore permits, Duration timeout) throws InterruptedException {
      if (!Thread.currentThread().getName().equals("link-1")) {
        return Time.system().await(permits, timeout);
      }
      boolean permit = Time.system().await(permits, Duration.ofNanos(100_000));
      sleep(permit ? Duration.ZERO : timeout);
      return permit;
    }
  }
}
