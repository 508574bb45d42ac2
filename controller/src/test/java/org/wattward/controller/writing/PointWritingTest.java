package org.wattward.controller.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.arbitration.Decision.Write.State;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.Effect;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.protocols.link.WriteOutcome;

/** How far the writing of one point comes, by what the device and the readings say. */
class PointWritingTest {
  private static final PointId LIMIT = PointId.parse("pump/powerLimit");
  private static final PointId POWER = PointId.parse("pump/power");
  private static final Instant START = Instant.parse("2026-01-05T17:31:00Z");

  private final FakeField field = new FakeField(this::now, this::nanos);
  private final List<String> told = new ArrayList<>();
  private long nowS;

  private final Writer.Listener listener =
      new Writer.Listener() {
        @Override
        public void progress(PointId point, double value, Write write) {
          told.add(
              write.state() + " " + value + (write.reason().isEmpty() ? "" : " " + write.reason()));
        }

        @Override
        public void failed(PointId point, String reason) {
          told.add("not controllable");
        }

        @Override
        public void works(PointId point) {
          told.add("controllable");
        }

        @Override
        public void ineffective(PointId point, String reason) {
          told.add("ineffective");
        }

        @Override
        public void effective(PointId point) {
          told.add("effective");
        }
      };

  private Instant now() {
    return START.plusSeconds(nowS);
  }

  private long nanos() {
    return nowS * 1_000_000_000L;
  }

  private PointWriting writing(boolean readable) {
    return writing(readable, Duration.ZERO, Duration.ZERO);
  }

  private PointWriting writing(boolean readable, Duration watchdog, Duration spacing) {
    Effect effect =
        new Effect("power", Effect.Relation.AT_MOST, Optional.empty(), 50, Duration.ofSeconds(60));
    Writing how =
        new Writing(
            0,
            10_000,
            1,
            3_000,
            8_000,
            Duration.ZERO,
            watchdog,
            spacing,
            1,
            Double.POSITIVE_INFINITY,
            Duration.ZERO,
            Optional.of(effect));
    PointTemplate template =
        new PointTemplate(
            LIMIT.name(),
            "Power limit",
            Form.NUMBER,
            Unit.W,
            0,
            10_000,
            readable,
            PollGroup.FAST,
            new Address.Fixed(OptionalDouble.empty()),
            Optional.of(how));
    return new PointWriting(LIMIT, template, field, listener);
  }

  private boolean due(PointWriting point) {
    return point.isDue(nanos(), now(), Optional.empty());
  }

  /** A write goes out and this comes of it. */
  private void write(PointWriting point, WriteOutcome outcome) {
    assertThat(due(point)).as("due at %d s", nowS).isTrue();
    point.sending(nanos());
    point.came(State.SENT, now());
    point.came(outcome, nanos(), now());
  }

  @Test
  void aSetpointIsSentAcceptedVerifiedAndEffectiveOnceThePowerFollows() {
    PointWriting point = writing(true);
    field.show(LIMIT, 8_000);
    field.show(POWER, 6_000);
    point.target(4_200, nanos());
    assertThat(due(point)).isTrue();
    point.sending(nanos());
    point.came(State.SENT, now());
    point.came(State.ACCEPTED, now());
    point.came(new WriteOutcome.Verified(4_200), nanos(), now());
    assertThat(told).containsExactly("SENT 4200.0", "ACCEPTED 4200.0", "VERIFIED 4200.0");

    nowS = 5;
    field.show(LIMIT, 4_200);
    field.show(POWER, 5_000);
    assertThat(due(point)).isFalse();
    assertThat(told).hasSize(3);

    nowS = 8;
    field.show(POWER, 4_180);
    assertThat(due(point)).isFalse();
    assertThat(told).endsWith("EFFECTIVE 4200.0 pump/power is 4180 W and follows.");
  }

  @Test
  void aPowerReadBeforeTheWriteShowsNoEffect() {
    PointWriting point = writing(true);
    field.show(LIMIT, 8_000);
    field.show(POWER, 100);
    point.target(4_200, nanos());
    write(point, new WriteOutcome.Verified(4_200));
    due(point);
    assertThat(told).endsWith("VERIFIED 4200.0");
  }

  @Test
  void aPowerThatDoesNotFollowInTimeIsToldOnceAndTakenBackWhenItDoes() {
    PointWriting point = writing(true);
    field.show(LIMIT, 8_000);
    point.target(4_200, nanos());
    write(point, new WriteOutcome.Verified(4_200));
    for (nowS = 10; nowS <= 90; nowS += 10) {
      field.show(LIMIT, 4_200);
      field.show(POWER, 6_100);
      due(point);
    }
    assertThat(told.subList(2, told.size()))
        .containsExactly(
            "VERIFIED 4200.0 pump/power is 6100 W and does not follow 4200.0 W.", "ineffective");
    field.show(POWER, 4_000);
    due(point);
    assertThat(told.subList(4, told.size()))
        .containsExactly("EFFECTIVE 4200.0 pump/power is 4000 W and follows.", "effective");
  }

  @Test
  void whatCannotBeReadBackIsAcceptedNotVerified() {
    PointWriting point = writing(false);
    point.target(4_200, nanos());
    write(point, new WriteOutcome.Accepted());
    assertThat(told).containsExactly("SENT 4200.0", "ACCEPTED 4200.0");
  }

  @Test
  void aRefusedSetpointIsTriedThreeTimesThenThePointIsNotControllable() {
    PointWriting point = writing(true);
    field.show(LIMIT, 8_000);
    point.target(4_200, nanos());
    write(point, new WriteOutcome.Refused("No."));
    assertThat(due(point)).as("at once").isFalse();
    nowS = 1;
    write(point, new WriteOutcome.Refused("No."));
    nowS = 2;
    assertThat(due(point)).as("after 1 s more").isFalse();
    nowS = 5;
    write(point, new WriteOutcome.Refused("No."));
    assertThat(told).endsWith("FAILED 4200.0 No.", "not controllable");
    nowS = 299;
    field.show(LIMIT, 8_000);
    assertThat(due(point)).as("within five minutes").isFalse();
    nowS = 306;
    write(point, new WriteOutcome.Verified(4_200));
    assertThat(told).endsWith("VERIFIED 4200.0", "controllable");
  }

  @Test
  void nobodyKnowsMeansReadBeforeItIsSentAgain() {
    PointWriting point = writing(true);
    field.show(LIMIT, 8_000);
    point.target(4_200, nanos());
    write(point, new WriteOutcome.Unknown("It broke."));
    assertThat(told).endsWith("UNKNOWN 4200.0 It broke. It is read before it is sent again.");
    for (nowS = 1; nowS < 100; nowS++) {
      assertThat(due(point)).as("not read, so not sent at %d s", nowS).isFalse();
    }
    field.show(LIMIT, 4_200);
    assertThat(due(point)).as("it was taken after all").isFalse();
    assertThat(told).endsWith("VERIFIED 4200.0");
  }

  @Test
  void aLinkThatIsClosedToWritingIsWaitedForWithItsReason() {
    PointWriting point = writing(true);
    field.show(LIMIT, 8_000);
    point.target(4_200, nanos());
    for (nowS = 0; nowS < 20; nowS++) {
      assertThat(point.isDue(nanos(), now(), Optional.of("Another has it."))).isFalse();
    }
    assertThat(told).containsExactly("REQUESTED 4200.0 Another has it.");
    assertThat(due(point)).as("open again").isTrue();
  }

  @Test
  void aWatchdogIsFedByWhenTheValueLeftNotByWhenItWasReadBack() {
    PointWriting point = writing(true, Duration.ofSeconds(30), Duration.ZERO);
    field.show(LIMIT, 8_000);
    point.target(4_200, nanos());
    assertThat(due(point)).isTrue();
    point.sending(nanos());
    nowS = 4; // it took so long to be read back
    point.came(new WriteOutcome.Verified(4_200), nanos(), now());
    nowS = 9;
    field.show(LIMIT, 4_200);
    assertThat(due(point)).as("at 9 s").isFalse();
    nowS = 10;
    assertThat(due(point)).as("at 10 s, a third of 30 s after it left").isTrue();
  }

  @Test
  void writesAreSpacedFromWhenTheOneBeforeLeft() {
    PointWriting point = writing(true, Duration.ZERO, Duration.ofSeconds(20));
    field.show(LIMIT, 8_000);
    point.target(4_200, nanos());
    nowS = 15; // its device was away; it leaves now
    write(point, new WriteOutcome.Verified(4_200));
    nowS = 21; // the arbiter decided 21 s after its last decision
    point.target(5_000, nanos());
    for (; nowS < 35; nowS++) {
      assertThat(due(point)).as("at %d s", nowS).isFalse();
    }
    assertThat(due(point)).as("20 s after the write").isTrue();
  }

  @Test
  void whatIsDueWhileItsDeviceIsAwayIsLookedForNowAndThenAndNotAllTheTime() {
    PointWriting point = writing(true);
    field.show(LIMIT, 1_000);
    point.target(5_000, nanos());
    for (int look = 0; look < 50 && !told.contains("not controllable"); look++) {
      if (due(point)) {
        point.sending(nanos());
        point.came(new WriteOutcome.Refused("No."), nanos(), now());
      }
      nowS += 20;
      field.show(LIMIT, 1_000);
    }
    assertThat(told).contains("not controllable");
    field.settled = false;
    nowS += 3_600;
    assertThat(due(point)).isFalse();
    assertThat(point.sleep(nanos())).isPositive();
  }
}
