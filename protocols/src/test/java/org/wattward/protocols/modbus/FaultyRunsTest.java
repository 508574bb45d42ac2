package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.RegisterTable;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.modbus.FaultyDevices.Fault;
import org.wattward.protocols.modbus.FaultyDevices.Framing;

/**
 * Seeded minutes on a link whose wire delays, drips, cuts, doubles, reorders, corrupts and goes
 * half-open, with and without a checksum, in time that is counted and not waited for: no wrong
 * value is ever good, and no write arrives twice. {@code -Dwattward.faultyRuns=10000} makes a long
 * run of it, {@code -Dwattward.faultySeed=4711} repeats one.
 */
class FaultyRunsTest {
  private static final int RUNS = Integer.getInteger("wattward.faultyRuns", 500);
  private static final int FIRST_SEED = Integer.getInteger("wattward.faultySeed", 0);
  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final PointId LIMIT = new PointId("unit-1", "powerLimit");

  private static final Logger LOG =
      (Logger) LoggerFactory.getLogger(FaultyRunsTest.class.getPackageName());

  /** Each run loses and finds its devices a dozen times. */
  @BeforeEach
  void sayLess() {
    LOG.setLevel(Level.WARN);
  }

  @AfterEach
  void sayAll() {
    LOG.setLevel(null);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void noWrongValueIsGoodAndNoWriteIsDoneTwice(Framing framing) throws Exception {
    Tally tally = new Tally();
    for (int seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      new Run(framing, seed).check(tally);
    }
    System.out.println(framing + ": " + tally.line());
    // Else the runs would have shown nothing.
    assertThat(tally.requests).as("requests").isGreaterThan(100L * RUNS);
    assertThat(tally.good).as("good readings").isGreaterThan(200L * RUNS);
    assertThat(tally.verified).as("verified writes").isGreaterThan(2L * RUNS);
    if (RUNS >= 100) {
      assertThat(tally.faults.keySet())
          .as("kinds of fault")
          .contains(Fault.CORRUPTED, Fault.REORDERED, Fault.HALF_OPEN)
          .hasSizeGreaterThanOrEqualTo(Fault.values().length - 1);
    }
  }

  /** What all runs came to. */
  private static final class Tally {
    private final TreeMap<Fault, Long> faults = new TreeMap<>();
    private final TreeMap<String, Long> outcomes = new TreeMap<>();
    private long requests;
    private long good;
    private long verified;

    String line() {
      return "%d runs of %d s from seed %d: %d requests, %d good readings, faults %s, writes %s"
          .formatted(RUNS, LENGTH.toSeconds(), FIRST_SEED, requests, good, faults, outcomes);
    }
  }

  /** One seeded run: three units on one link, written to every five seconds. */
  private static final class Run implements LinkListener {
    private final int seed;
    private final SteppedTime time = new SteppedTime("link-1", LENGTH);
    private final FaultyDevices field;
    private final ModbusLink link;
    private final WriteOutcome[] outcomes = new WriteOutcome[11];
    private long good;
    private String wrong = "";

    Run(Framing framing, int seed) {
      this.seed = seed;
      field = new FaultyDevices(framing, new Random(seed), time, TIMEOUT);
      var config = TestDevices.link(1, TIMEOUT, Duration.ofSeconds(1));
      link =
          new ModbusLink(
              new ModbusLink.Wiring(config, "the field", field, TIMEOUT, false),
              List.of(device(1), device(2), device(3)),
              this,
              time,
              new Random(seed));
      for (int i = 0; i < outcomes.length; i++) {
        int number = i;
        time.at(
            Duration.ofSeconds(5L * (i + 1)),
            () -> outcomes[number] = link.write(LIMIT, value(number), Duration.ofSeconds(20)));
      }
    }

    void check(Tally tally) throws InterruptedException {
      link.start();
      time.awaitEnd();
      link.close();
      time.joinActions();
      assertThat(wrong).as("seed %d", seed).isEmpty();
      assertThat(field.arrivals().values())
          .as("seed %d: how often each write arrived", seed)
          .allMatch(times -> times == 1);
      for (int i = 0; i < outcomes.length; i++) {
        WriteOutcome outcome = outcomes[i];
        boolean arrived = field.arrivals().containsKey(value(i));
        switch (outcome) {
          case WriteOutcome.Verified(double readBack) -> {
            assertThat(arrived).as("seed %d, write %d verified", seed, i).isTrue();
            assertThat(readBack).isEqualTo(value(i));
            tally.verified++;
          }
          case WriteOutcome.Refused(String reason) ->
              assertThat(arrived).as("seed %d, write %d: %s", seed, i, reason).isFalse();
          case WriteOutcome.Accepted() ->
              assertThat(arrived).as("seed %d, write %d accepted", seed, i).isTrue();
          case WriteOutcome.Unknown _, WriteOutcome.Mismatch _ -> {}
        }
        tally.outcomes.merge(outcome.getClass().getSimpleName(), 1L, Long::sum);
      }
      tally.requests += field.requests();
      tally.good += good;
      field.faults().forEach((kind, count) -> tally.faults.merge(kind, count, Long::sum));
    }

    @Override
    public void readings(String id, List<Reading> readings) {
      for (Reading reading : readings) {
        if (reading.quality() != Quality.Known.GOOD) {
          continue;
        }
        good++;
        boolean right =
            reading.point().equals(LIMIT)
                ? field.wasHeldOfLate(FaultyDevices.LIMIT_ADDRESS, reading.value())
                : reading.value() == FaultyDevices.shown(address(reading.point()));
        if (!right) {
          wrong += "%s at %s. ".formatted(reading, Duration.ofNanos(time.nanos()));
        }
      }
    }

    @Override
    public void changed(StateChange change) {}

    private static int value(int write) {
      return 20_000 + write;
    }

    private static int address(PointId point) {
      return Integer.parseInt(point.name().substring(1));
    }

    private static Device device(int unit) {
      TestDevices device = TestDevices.device("unit-" + unit, unit);
      for (int address : new int[] {100 * unit, 100 * unit + 1, 100 * unit + 60, 1000 + unit}) {
        device.word("p" + address, RegisterTable.HOLDING, address);
      }
      return unit == 1
          ? device.writable("powerLimit", FaultyDevices.LIMIT_ADDRESS).build()
          : device.build();
    }
  }
}
