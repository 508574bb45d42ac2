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
      schedule.done(due.slot(), due.dueNanos() + 30 * MS);
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

    schedule.done(first.slot(), first.dueNanos() + 7300 * MS);

    assertThat(schedule.first().orElseThrow().dueNanos()).isEqualTo(first.dueNanos() + 8000 * MS);
  }

  @Test
  void everyGroupIsFirstReadWithinTheFastPeriod() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 500 * MS);
    schedule.add(device("a", PollGroup.SLOW));

    Due first = schedule.first().orElseThrow();
    schedule.done(first.slot(), first.dueNanos());
    Due second = schedule.first().orElseThrow();
    schedule.done(second.slot(), second.dueNanos());

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
    late.done(first.slot(), first.dueNanos());
    assertThat(late.first().orElseThrow().dueNanos()).isEqualTo(8300 * MS + phaseNanos);
  }

  @Test
  void whatIsReadOnceRestsUntilItsDeviceComesBack() {
    PollSchedule schedule = new PollSchedule("link-1", PERIODS, 0);
    ModbusDevice device = device("a", PollGroup.ONCE);
    schedule.add(device);
    Due first = schedule.first().orElseThrow();

    schedule.done(first.slot(), first.dueNanos());
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
    silent.failed(5000 * MS);

    for (int i = 0; i < 5; i++) {
      Due due = schedule.first().orElseThrow();
      assertThat(due.slot().device()).isSameAs(good);
      schedule.done(due.slot(), due.dueNanos());
    }
    Due later = schedule.first().orElseThrow();

    assertThat(later.slot().device()).isSameAs(silent);
    assertThat(later.dueNanos()).isEqualTo(silent.readyNanos());
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
