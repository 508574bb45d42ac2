package org.wattward.protocols.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.RegisterEncoding.RegisterType;
import org.wattward.devices.template.RegisterTable;
import org.wattward.protocols.modbus.PollSchedule.Due;

class PollScheduleTest {
  private static final long MS = 1_000_000;
  private static final PollPeriods PERIODS =
      new PollPeriods(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));

  @Test
  void aGroupIsDueOncePerPeriodInAFixedPhase() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    schedule.add(device("a", PollGroup.FAST));
    List<Long> dues = new ArrayList<>();

    for (int i = 0; i < 5; i++) {
      Due due = schedule.first().orElseThrow();
      dues.add(due.dueNanos());
      schedule.done(due.slot(), due.dueNanos() + 30 * MS, 0);
    }

    assertThat(dues.getFirst()).isBetween(0L, 1000 * MS);
    for (int i = 1; i < 5; i++) {
      assertThat(dues.get(i) - dues.get(i - 1)).isEqualTo(1000 * MS);
    }
  }

  @Test
  void missedCyclesAreSkippedAndNotMadeUpFor() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    schedule.add(device("a", PollGroup.FAST));
    Due first = schedule.first().orElseThrow();

    schedule.done(first.slot(), first.dueNanos() + 7300 * MS, 0);

    assertThat(schedule.first().orElseThrow().dueNanos()).isEqualTo(first.dueNanos() + 8000 * MS);
  }

  @Test
  void everyGroupIsFirstReadWithinTheFastPeriod() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 500 * MS);
    schedule.add(device("a", PollGroup.SLOW));

    Due first = schedule.first().orElseThrow();
    schedule.done(first.slot(), first.dueNanos(), 0);
    Due second = schedule.first().orElseThrow();
    schedule.done(second.slot(), second.dueNanos(), 0);

    assertThat(first.dueNanos()).isBetween(500 * MS, 1500 * MS);
    assertThat(schedule.first().orElseThrow().dueNanos() - second.dueNanos())
        .isEqualTo(60_000 * MS);
  }

  @Test
  void aLinkThatConnectsLateKeepsItsPhaseAndIsNotLate() {
    PollSchedule early = new PollSchedule("link-1", PERIODS, 0);
    early.add(device("a", PollGroup.FAST));
    PollSchedule late = new PollSchedule("link-1", PERIODS, 0);
    late.add(device("a", PollGroup.FAST));

    late.begin(7300 * MS);

    long phaseNanos = early.first().orElseThrow().dueNanos();
    Due first = late.first().orElseThrow();
    assertThat(first.dueNanos()).isEqualTo(7300 * MS + phaseNanos);
    late.done(first.slot(), first.dueNanos(), 0);
    assertThat(late.first().orElseThrow().dueNanos()).isEqualTo(8300 * MS + phaseNanos);
  }

  @Test
  void whatIsReadOnceRestsUntilItsDeviceComesBack() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    ModbusDevice device = device("a", PollGroup.ONCE);
    schedule.add(device);
    Due first = schedule.first().orElseThrow();

    schedule.done(first.slot(), first.dueNanos(), 0);
    assertThat(schedule.first()).isEmpty();
    schedule.allDue(device, 9000 * MS);

    assertThat(schedule.first().orElseThrow().dueNanos()).isEqualTo(9000 * MS);
  }

  @Test
  void whatIsReadOnceIsTriedAgainWhenItFailed() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    schedule.add(device("a", PollGroup.ONCE));
    Due first = schedule.first().orElseThrow();

    schedule.again(first.slot(), 2000 * MS);

    assertThat(schedule.first().orElseThrow().dueNanos()).isEqualTo(2000 * MS);
  }

  @Test
  void aDeviceInBackOffWaitsAndTheOthersGoOn() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    ModbusDevice silent = device("silent", PollGroup.FAST);
    ModbusDevice good = device("good", PollGroup.FAST);
    schedule.add(silent);
    schedule.add(good);
    silent.failed(5000 * MS, false);

    for (int i = 0; i < 5; i++) {
      Due due = schedule.first().orElseThrow();
      assertThat(due.slot().device()).isSameAs(good);
      schedule.done(due.slot(), due.dueNanos(), 0);
    }
    Due later = schedule.first().orElseThrow();

    assertThat(later.slot().device()).isSameAs(silent);
    assertThat(later.dueNanos()).isEqualTo(silent.readyNanos());
  }

  @Test
  void aSilentDeviceIsTriedInTheFirstPauseThatIsLongEnoughElseInTheLongest() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      PollSchedule schedule = new PollSchedule("link-" + seed, PERIODS, 0);
      ModbusDevice silent = device("silent", PollGroup.FAST);
      schedule.add(silent);
      List<long[]> polls = new ArrayList<>();
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        schedule.add(device("good-" + i, PollGroup.FAST));
      }
      long tookMs = random.nextLong(40);
      for (Due due = schedule.first().orElseThrow();
          due.dueNanos() < 1000 * MS;
          due = schedule.first().orElseThrow()) {
        if (due.slot().device() != silent) {
          polls.add(new long[] {due.dueNanos() / MS, due.dueNanos() / MS + tookMs + 1});
        }
        schedule.done(due.slot(), due.dueNanos() + tookMs * MS, tookMs * MS);
      }
      long fromMs = 1000 + random.nextLong(5000);
      long neededMs = 1 + random.nextLong(300);

      long atMs = schedule.idleAfter(silent, fromMs * MS, neededMs * MS) / MS;

      String what = "seed %d: from %d ms, %d ms needed".formatted(seed, fromMs, neededMs);
      assertThat(atMs).as(what).isBetween(fromMs, fromMs + 999);
      long pauseMs = pauseMs(polls, atMs + 1);
      for (long otherMs = fromMs; otherMs < fromMs + 999; otherMs++) {
        long other = pauseMs(polls, otherMs);
        boolean isBetter = pauseMs < neededMs - 2 && other > pauseMs + 3;
        boolean isEarlier = otherMs < atMs - 3 && other >= neededMs + 3;
        assertThat(isBetter || isEarlier)
            .as("%s: %d ms at %d instead of %d at %d", what, pauseMs, atMs, other, otherMs)
            .isFalse();
      }
    }
  }

  /** How long nothing is polled from a millisecond on. */
  private static long pauseMs(List<long[]> polls, long fromMs) {
    long at = fromMs;
    while (at < fromMs + 1000 && isIdle(polls, at % 1000)) {
      at++;
    }
    return at - fromMs;
  }

  private static boolean isIdle(List<long[]> polls, long ms) {
    return polls.stream()
        .noneMatch(poll ->
            (ms >= poll[0] && ms < poll[1]) || (ms + 1000 >= poll[0] && ms + 1000 < poll[1]));
  }

  @Test
  void aSilentDeviceThatIsAloneIsTriedAtOnce() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    ModbusDevice silent = device("silent", PollGroup.FAST);
    schedule.add(silent);

    assertThat(schedule.idleAfter(silent, 4711 * MS, 1000 * MS)).isEqualTo(4711 * MS);
  }

  @Test
  void cyclesThatAreLeftOutAreCounted() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    schedule.add(device("a", PollGroup.FAST));
    for (long behindMs : new long[] {0, 30, 999, 1000, 1999, 7300}) {
      Due due = schedule.first().orElseThrow();
      assertThat(schedule.done(due.slot(), due.dueNanos() + behindMs * MS, 0))
          .as("%d ms behind", behindMs)
          .isEqualTo(behindMs / 1000);
    }
  }

  @Test
  void tenThousandLinksSpreadOverThePeriod() {
    int[] perTenth = new int[10];
    for (int i = 0; i < 10_000; i++) {
      PollSchedule schedule = new PollSchedule("link-meter-%05d".formatted(i), PERIODS, 0);
      schedule.add(device("a", PollGroup.FAST));
      perTenth[(int) (schedule.first().orElseThrow().dueNanos() / (100 * MS))]++;
    }

    assertThat(Arrays.stream(perTenth).boxed()).allMatch(count -> count > 900 && count < 1100);
  }

  private static ModbusDevice device(String id, PollGroup group) {
    return new ModbusDevice(
        TestDevices.device(id, 1)
            .point(
                "power",
                TestDevices.register(RegisterTable.INPUT, 1, RegisterType.UINT16, 1),
                group,
                false)
            .build(),
        new Random(1));
  }
}
