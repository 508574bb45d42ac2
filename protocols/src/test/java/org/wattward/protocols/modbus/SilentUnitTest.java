package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.RegisterTable;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.RecordingListener;
import org.wattward.protocols.modbus.QuietGateway.Asked;
import org.wattward.protocols.modbus.QuietGateway.Unit;

/**
 * What a silent unit costs those who share its gateway, in time that is counted and not waited for.
 * {@code -Dwattward.silentRuns=} makes a long run of it.
 */
class SilentUnitTest {
  private static final int RUNS = Integer.getInteger("wattward.silentRuns", 50);
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final Logger LOG =
      (Logger) LoggerFactory.getLogger(SilentUnitTest.class.getPackageName());

  @BeforeEach
  void sayLess() {
    LOG.setLevel(Level.WARN);
  }

  @AfterEach
  void sayAll() {
    LOG.setLevel(null);
  }

  /** A link to a gateway for ten minutes. */
  private static final class Run {
    private final SteppedTime time = new SteppedTime("link-1", LENGTH);
    private final QuietGateway gateway = new QuietGateway(time);
    private final RecordingListener listener = new RecordingListener();
    private final Duration timeout;
    private final Duration period;

    Run(Duration timeout, Duration period, List<Unit> units) {
      this.timeout = timeout;
      this.period = period;
      IntStream.range(0, units.size()).forEach(i -> gateway.put(i + 1, units.get(i)));
    }

    LinkStatus live(int units, long seed) throws InterruptedException {
      List<Device> devices =
          IntStream.rangeClosed(1, units)
              .mapToObj(unit ->
                  TestDevices.device("unit-" + unit, unit)
                      .word("power", RegisterTable.HOLDING, 40)
                      .build())
              .toList();
      ModbusLink link =
          new ModbusLink(
              new ModbusLink.Wiring(
                  TestDevices.link(1, timeout, period), "the gateway", gateway, timeout, false),
              devices,
              listener,
              time,
              new Random(seed));
      link.start();
      time.awaitEnd();
      link.close();
      return link.status();
    }
  }

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  @Test
  void aSilentUnitCostsTheOthersOneTimeoutPerBackOffAtMost() throws Exception {
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      Duration timeout = ms(200 + random.nextInt(2000));
      Duration period = ms(300 + random.nextInt(3000));
      List<Unit> units = new ArrayList<>();
      int others = 1 + random.nextInt(19);
      long answerMs = Math.max(1, period.toMillis() / 2 / (others + 1));
      for (int i = 0; i < others; i++) {
        units.add(Unit.good(ms(1 + random.nextLong(Math.min(answerMs, 60)))));
      }
      Duration from = random.nextInt(4) == 0 ? Duration.ZERO : ms(random.nextInt(60_000));
      units.add(Unit.silent(ms(20), from));
      Run run = new Run(timeout, period, units);

      run.live(units.size(), seed);

      List<Asked> tries =
          run.gateway.asked(others + 1).stream().filter(one -> !one.answered()).toList();
      assertThat(tries).as("seed %d: tries", seed).hasSizeGreaterThan(15);
      checkBackOff(tries, seed);
      long whole = tries.stream().filter(one -> one.tookNanos() >= timeout.toNanos()).count();
      boolean canBeShort = timeout.toMillis() > 4 * 60;
      if (canBeShort) {
        assertThat(whole)
            .as("seed %d: whole time-outs of %d tries", seed, tries.size())
            .isLessThanOrEqualTo(2 + tries.size() / Silence.WHOLE_EVERY);
      }
      for (int other = 1; other <= others; other++) {
        checkPolls(run, run.gateway.asked(other), tries, "seed %d, unit %d".formatted(seed, other));
      }
    }
  }

  /** Pauses double from half a second to half a minute, each at least half of that. */
  private static void checkBackOff(List<Asked> tries, int seed) {
    long ceilingNanos = Silence.FIRST_PAUSE.toNanos();
    for (int i = 1; i < tries.size(); i++) {
      assertThat(tries.get(i).atNanos() - tries.get(i - 1).endNanos())
          .as("seed %d: pause before try %d", seed, i)
          .isGreaterThanOrEqualTo(ceilingNanos / 2);
      ceilingNanos = Math.min(2 * ceilingNanos, Silence.LONGEST_PAUSE.toNanos());
    }
  }

  /** Between two polls of a good unit lie its period, one try and a round of the others. */
  private static void checkPolls(Run run, List<Asked> polls, List<Asked> tries, String of) {
    long lostNanos = tries.stream().mapToLong(one -> one.tookNanos() + 1_000_000).sum();
    long due = (LENGTH.minusSeconds(3).toNanos() - lostNanos) / run.period.toNanos();
    assertThat((long) polls.size()).as("%s: polls", of).isGreaterThanOrEqualTo(due);
    for (int i = 1; i < polls.size(); i++) {
      long fromNanos = polls.get(i - 1).endNanos();
      long toNanos = polls.get(i).atNanos();
      assertThat(
              tries.stream()
                  .filter(one -> one.atNanos() >= fromNanos && one.endNanos() <= toNanos)
                  .count())
          .as("%s: tries between two polls", of)
          .isLessThanOrEqualTo(1 + run.period.toNanos() / Silence.FIRST_PAUSE.toNanos() * 2);
      assertThat(toNanos - fromNanos)
          .as("%s: pause between two polls", of)
          .isLessThanOrEqualTo(
              2 * run.period.toNanos() + run.timeout.toNanos() + Duration.ofMillis(100).toNanos());
    }
  }

  @Test
  void ofAHundredPollsBesideASilentUnitNinetyNineAreInTime() throws Exception {
    List<Unit> units = new ArrayList<>();
    IntStream.range(0, 19).forEach(_ -> units.add(Unit.good(ms(3))));
    units.add(Unit.silent(ms(3), Duration.ofSeconds(30)));
    Run run = new Run(ms(1000), ms(1000), units);

    LinkStatus status = run.live(units.size(), 1);

    assertThat(status.lateness().polls()).isGreaterThan(19 * 590);
    assertThat(status.lateness().percentileMs(0.99)).isLessThan(20);
    assertThat(run.listener.deviceChanges("unit-20")).hasSize(1);
  }

  @Test
  void aUnitThatHasBecomeSlowerThanItsNeighboursIsFoundAgain() throws Exception {
    List<Unit> units = new ArrayList<>();
    IntStream.range(0, 5).forEach(_ -> units.add(Unit.good(ms(3))));
    units.add(new Unit(ms(3), Duration.ofSeconds(30), Duration.ofSeconds(90), ms(800)));
    Run run = new Run(ms(1000), ms(1000), units);

    run.live(units.size(), 1);

    Asked first =
        run.gateway.asked(6).stream()
            .filter(one -> one.answered() && one.atNanos() > Duration.ofSeconds(60).toNanos())
            .findFirst()
            .orElseThrow();
    // Every eighth try waits long enough, and tries are at most half a minute apart.
    assertThat(Duration.ofNanos(first.atNanos()))
        .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(90 + 8 * 32));
    assertThat(run.listener.deviceChanges("unit-6")).hasSize(2);
  }

  @Test
  void aUnitAloneOnItsLinkIsWaitedForWithTheWholeTimeout() throws Exception {
    Run run = new Run(ms(1000), ms(1000), List.of(Unit.silent(ms(3), Duration.ofSeconds(30))));

    run.live(1, 1);

    assertThat(run.gateway.asked(1).stream().filter(one -> !one.answered()).toList())
        .isNotEmpty()
        .allMatch(one -> one.tookNanos() == ms(1000).toNanos());
  }
}
