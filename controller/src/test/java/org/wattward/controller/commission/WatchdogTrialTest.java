package org.wattward.controller.commission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.commission.WatchdogFinding.Verdict;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;

/** What a trial finds, second by second, with a device that does what the test tells it. */
class WatchdogTrialTest {
  private static final PointId POINT = PointId.parse("pump/powerLimit");
  private static final double SAFE_W = 3_000;
  private static final double USUAL_W = 8_000;

  private final ScriptedDevice device = new ScriptedDevice();
  private long nowS;

  private static WatchdogSubject subject() {
    Writing writing =
        new Writing(
            0,
            10_000,
            1,
            SAFE_W,
            USUAL_W,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ZERO,
            1,
            Double.POSITIVE_INFINITY,
            Duration.ZERO);
    PointTemplate template =
        new PointTemplate(
            POINT.name(),
            "Power limit",
            Form.NUMBER,
            Unit.W,
            0,
            10_000,
            true,
            PollGroup.FAST,
            new Address.Fixed(OptionalDouble.empty()),
            Optional.of(writing));
    return new WatchdogSubject(POINT, template, Duration.ofSeconds(6));
  }

  /** Leaves the value it was given after a time, for another; can fall silent. */
  private final class ScriptedDevice implements Bench {
    private double valueW = USUAL_W;
    private long writtenS = -1;
    private long leavesAfterS = Long.MAX_VALUE;
    private double leavesForW = SAFE_W;
    private long silentFromS = Long.MAX_VALUE;
    private boolean takes = true;
    private boolean alone;
    private boolean back;

    private boolean left() {
      return writtenS >= 0 && Math.min(nowS, silentFromS) - writtenS >= leavesAfterS;
    }

    @Override
    public void hold(PointId point, double value) {
      valueW = value;
      writtenS = nowS;
    }

    @Override
    public boolean holds(PointId point, double value) {
      return takes && valueW == value;
    }

    @Override
    public void letGo(PointId point) {
      alone = true;
    }

    @Override
    public boolean isLetGo(PointId point) {
      return alone;
    }

    @Override
    public OptionalLong sentNanos(PointId point) {
      return writtenS < 0 ? OptionalLong.empty() : OptionalLong.of(nanos(writtenS));
    }

    @Override
    public Optional<Reading> reading(PointId point) {
      double shownW = left() ? leavesForW : valueW;
      return Optional.of(Reading.good(POINT, Instant.EPOCH, shownW));
    }

    @Override
    public OptionalLong receivedNanos(PointId point) {
      return OptionalLong.of(nanos(Math.min(nowS, silentFromS)));
    }

    @Override
    public String state(PointId point) {
      return "The grid operator wants 1 kW.";
    }

    @Override
    public void giveBack(PointId point) {
      back = true;
    }
  }

  private static long nanos(long seconds) {
    return seconds * 1_000_000_000L;
  }

  private WatchdogFinding run() {
    try (WatchdogTrial trial = new WatchdogTrial(List.of(subject()), device)) {
      while (!trial.isOver() && nowS < 1_000) {
        trial.turn(nanos(nowS));
        nowS++;
      }
      assertThat(trial.isOver()).as("over after %d s", nowS).isTrue();
      return trial.findings().getFirst();
    }
  }

  @ParameterizedTest(name = "left after {0} s for {1} W: {2}")
  @CsvSource({
    "60, 3000, REVERTED",
    "45, 3000, REVERTED",
    "66, 3000, REVERTED",
    "20, 3000, REVERTED",
    "19, 3000, TOO_SOON",
    "3, 3000, TOO_SOON",
    "67, 3000, STAYED",
    "1000, 3000, STAYED",
    "60, 5000, ELSEWHERE",
    "60, 3001, REVERTED"
  })
  void itsVerdictIs(long afterS, double forW, Verdict verdict) {
    device.leavesAfterS = afterS;
    device.leavesForW = forW;
    WatchdogFinding finding = run();
    assertThat(finding.verdict()).isEqualTo(verdict);
    assertThat(finding.isRight()).isEqualTo(verdict == Verdict.REVERTED);
    assertThat(device.back).as("given back").isTrue();
  }

  @Test
  void aReturnIsToldWithWhatWasExpectedAndSeen() {
    device.leavesAfterS = 58;
    assertThat(run().sentence())
        .isEqualTo(
            "pump/powerLimit returned from 8 kW to its safe value of 3 kW by itself, seen 58.0 s"
                + " after the last write; its template says within 60 s.");
  }

  @Test
  void aDeviceThatStaysIsToldInPlainWords() {
    assertThat(run().sentence())
        .startsWith("pump/powerLimit did NOT return to its safe value of 3 kW: it still held 8 kW")
        .contains("its template says within 60 s", "If the controller fails");
  }

  @Test
  void aDeviceThatFallsSilentIsNotTakenForOneThatReturned() {
    device.leavesAfterS = 60;
    device.silentFromS = 30;
    assertThat(run().verdict()).isEqualTo(Verdict.NOT_READ);
  }

  @Test
  void aDeviceThatTakesNoValueIsNotTried() {
    device.takes = false;
    WatchdogFinding finding = run();
    assertThat(finding.verdict()).isEqualTo(Verdict.NOT_HELD);
    assertThat(finding.sentence()).contains("was not tried. The grid operator wants 1 kW.");
    assertThat(device.alone).as("was left alone").isFalse();
  }

  @Test
  void aWriteOfOthersBreaksItOff() {
    try (WatchdogTrial trial = new WatchdogTrial(List.of(subject()), device)) {
      trial.turn(0);
      trial.turn(nanos(1));
      device.alone = false;
      trial.turn(nanos(2));
      assertThat(trial.findings().getFirst().sentence())
          .isEqualTo("The trial of pump/powerLimit was broken off. The grid operator wants 1 kW.");
      assertThat(trial.isOver()).isTrue();
    }
  }

  @Test
  void aTrialThatIsEndedGivesTheDeviceBack() {
    WatchdogTrial trial = new WatchdogTrial(List.of(subject()), device);
    trial.turn(0);
    trial.close();
    assertThat(device.back).isTrue();
    assertThat(trial.findings().getFirst().verdict()).isEqualTo(Verdict.BROKEN_OFF);
  }

  @ParameterizedTest(name = "holding {0} W it holds {1} W")
  @CsvSource({"5000, 5000", "3000, 8000", "3001, 8000", "20000, 8000"})
  void itHoldsWhatItHasUnlessThatIsTheSafeValue(double nowW, double heldW) {
    assertThat(subject().held(OptionalDouble.of(nowW))).isEqualTo(heldW);
  }
}
