package org.wattward.controller.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.Effect;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Form;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.time.ManualTime;
import org.wattward.protocols.link.Lateness;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/** The writing thread of a link, with a link that answers as the test tells it. */
class LinkWriterTest {
  private static final PointId A = PointId.parse("pump-a/powerLimit");
  private static final PointId B = PointId.parse("pump-b/powerLimit");
  private static final double USUAL_W = 8_000;

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-05T17:31:00Z"));
  private final SteppedLoops loops = new SteppedLoops(time);
  private final FakeField field = new FakeField(time::now, time::nanos);
  private final ScriptedLink link = new ScriptedLink();
  private final Semaphore finished = new Semaphore(0);
  private final Writer.Tally tally =
      new Writer.Tally(new LongAdder(), new LongAdder(), new LongAdder());
  private final LinkWriter writer = new LinkWriter(link, time, loops, tally, finished);
  private final List<String> told = new ArrayList<>();

  /** Takes every value and shows it, unless the next answer is another one. */
  private final class ScriptedLink implements Link {
    private final List<String> sent = new ArrayList<>();
    private final Deque<WriteOutcome> answers = new ArrayDeque<>();
    private Optional<String> closed = Optional.empty();
    private boolean breaks;

    @Override
    public String id() {
      return "scripted";
    }

    @Override
    public void start() {}

    @Override
    public LinkStatus status() {
      return new LinkStatus(LinkStatus.State.UP, "", 0, 0, 0, 0, 0, Lateness.NONE, 0, 0, List.of());
    }

    @Override
    public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
      sent.add("%s %.0f".formatted(point.device(), value));
      if (breaks) {
        throw new IllegalStateException("it broke");
      }
      WriteOutcome answer = answers.poll();
      steps.sent();
      if (answer != null) {
        return answer;
      }
      steps.accepted();
      field.show(point, value);
      return new WriteOutcome.Verified(value);
    }

    @Override
    public Optional<String> closedToWriting() {
      return closed;
    }

    @Override
    public void close() {}
  }

  private final Writer.Listener listener =
      new Writer.Listener() {
        @Override
        public void progress(PointId point, double value, Write write) {
          told.add("%s %s %.0f".formatted(point.device(), write.state(), value));
        }

        @Override
        public void failed(PointId point, String reason) {
          told.add(point.device() + " not controllable");
        }

        @Override
        public void works(PointId point) {
          told.add(point.device() + " controllable");
        }

        @Override
        public void ineffective(PointId point, String reason) {
          told.add(point.device() + " ineffective");
        }

        @Override
        public void effective(PointId point) {
          told.add(point.device() + " effective");
        }
      };

  private static PointTemplate template() {
    Effect effect =
        new Effect("power", Effect.Relation.AT_MOST, Optional.empty(), 50, Duration.ofSeconds(60));
    Writing writing =
        new Writing(
            0,
            10_000,
            1,
            3_000,
            USUAL_W,
            Duration.ofMinutes(10),
            Duration.ZERO,
            Duration.ZERO,
            1,
            Double.POSITIVE_INFINITY,
            Duration.ZERO,
            Optional.of(effect));
    return new PointTemplate(
        A.name(),
        "Power limit",
        Form.NUMBER,
        Unit.W,
        0,
        10_000,
        true,
        PollGroup.FAST,
        new Address.Fixed(OptionalDouble.empty()),
        Optional.of(writing));
  }

  @BeforeEach
  void start() {
    for (PointId point : List.of(A, B)) {
      writer.add(new PointWriting(point, template(), field, listener));
      field.show(point, USUAL_W);
    }
    writer.start();
    run(1);
  }

  private void run(double seconds) {
    loops.run(Duration.ofNanos((long) (seconds * 1e9)));
  }

  @Test
  void aTargetIsSentAcceptedVerifiedAndEffective() {
    writer.target(A, 4_200);
    run(2);
    field.show(new PointId("pump-a", "power"), 4_100);
    run(2);
    assertThat(link.sent).containsExactly("pump-a 4200");
    assertThat(told)
        .containsExactly(
            "pump-a SENT 4200",
            "pump-a ACCEPTED 4200",
            "pump-a VERIFIED 4200",
            "pump-a EFFECTIVE 4200");
    assertThat(tally.verified().sum()).isEqualTo(1);
  }

  @Test
  void aNewerTargetTakesThePlaceOfOneNotYetSent() {
    writer.target(A, 4_200);
    writer.target(A, 5_000);
    run(1);
    assertThat(link.sent).containsExactly("pump-a 5000");
  }

  @Test
  void nothingIsSentBeforeATargetAndNothingAgainBeforeItsRefresh() {
    run(3_600);
    assertThat(link.sent).isEmpty();
    writer.target(A, 4_200);
    run(599);
    assertThat(link.sent).hasSize(1);
    run(3);
    assertThat(link.sent).containsExactly("pump-a 4200", "pump-a 4200");
  }

  @Test
  void anUnknownWriteIsNeverSentAgainBeforeItWasRead() {
    link.answers.add(new WriteOutcome.Unknown("The connection broke."));
    writer.target(A, 4_200);
    run(3_600);
    assertThat(link.sent).containsExactly("pump-a 4200");
    assertThat(told).endsWith("pump-a UNKNOWN 4200");
    assertThat(tally.failed().sum()).isEqualTo(1);
  }

  @Test
  void anUnknownWriteThatWasTakenIsVerifiedByReadingAlone() {
    link.answers.add(new WriteOutcome.Unknown("The connection broke."));
    writer.target(A, 4_200);
    run(10);

    field.show(A, 4_200);
    run(1);
    assertThat(told).endsWith("pump-a VERIFIED 4200");
    assertThat(link.sent).as("it was taken after all").hasSize(1);
  }

  @Test
  void anUnknownWriteThatWasNotTakenIsSentOnceMoreAfterItWasRead() {
    link.answers.add(new WriteOutcome.Unknown("The connection broke."));
    writer.target(A, 4_200);
    run(10);
    field.show(A, USUAL_W);
    run(5);
    assertThat(link.sent).containsExactly("pump-a 4200", "pump-a 4200");
    assertThat(told).endsWith("pump-a VERIFIED 4200");
  }

  @Test
  void aFaultOfTheLinkCountsAsUnknown() {
    link.breaks = true;
    writer.target(A, 4_200);
    run(60);
    assertThat(link.sent).hasSize(1);
    assertThat(told).endsWith("pump-a UNKNOWN 4200");
  }

  @Test
  void refusalsAreTriedThreeTimesThenThePointIsNotControllable() {
    for (int i = 0; i < 3; i++) {
      link.answers.add(new WriteOutcome.Refused("Busy."));
    }
    writer.target(A, 4_200);
    run(60);
    assertThat(link.sent).hasSize(3);
    assertThat(told).endsWith("pump-a FAILED 4200", "pump-a not controllable");
    run(300);
    assertThat(link.sent).as("tried again after five minutes").hasSize(4);
    assertThat(told).endsWith("pump-a VERIFIED 4200", "pump-a controllable");
  }

  @Test
  void anotherValueReadBackIsTriedAgain() {
    link.answers.add(new WriteOutcome.Mismatch(4_100));
    writer.target(A, 4_200);
    run(5);
    assertThat(link.sent).hasSize(2);
    assertThat(told)
        .containsExactly(
            "pump-a SENT 4200",
            "pump-a REQUESTED 4200",
            "pump-a SENT 4200",
            "pump-a ACCEPTED 4200",
            "pump-a VERIFIED 4200");
  }

  @Test
  void onePointsTroubleDelaysNoOther() {
    for (int i = 0; i < 3; i++) {
      link.answers.add(new WriteOutcome.Refused("Busy."));
    }
    writer.target(A, 4_200);
    run(0.5);
    link.answers.clear();
    writer.target(B, 5_000);
    run(0.1);
    assertThat(link.sent).containsExactly("pump-a 4200", "pump-b 5000");
  }

  @Test
  void overALinkThatIsClosedNothingIsSentUntilItOpens() {
    link.closed = Optional.of("Another controller has the site.");
    writer.target(A, 4_200);
    run(600);
    assertThat(link.sent).isEmpty();
    assertThat(told).containsExactly("pump-a REQUESTED 4200");
    link.closed = Optional.empty();
    run(1);
    assertThat(link.sent).containsExactly("pump-a 4200");
  }

  @Test
  void atTheEndWhatIsWantedIsSentOnceAndNothingAfterwards() {
    link.answers.add(new WriteOutcome.Refused("Busy."));
    writer.target(A, 4_200);
    run(0.1);
    writer.target(B, 3_000);
    writer.finish(time.nanos() + 5_000_000_000L);
    run(1);
    assertThat(finished.availablePermits()).isEqualTo(1);
    assertThat(link.sent).containsExactly("pump-a 4200", "pump-a 4200", "pump-b 3000");
    writer.target(A, 9_000);
    run(600);
    assertThat(link.sent).hasSize(3);
  }

  @Test
  void atTheEndAnUnknownWriteIsNotSentBlindly() {
    link.answers.add(new WriteOutcome.Unknown("The connection broke."));
    writer.target(A, 4_200);
    run(1);
    writer.finish(time.nanos() + 5_000_000_000L);
    run(1);
    assertThat(link.sent).hasSize(1);
  }

  @Test
  void whatIsLeftAloneIsNeitherRefreshedNorCorrectedUntilItsTimeIsOver() {
    writer.target(A, 4_200);
    run(1);
    writer.leaveAlone(A, Duration.ofMinutes(30));
    field.show(A, 3_000);
    run(900);
    field.show(A, 3_000);
    run(890);
    assertThat(writer.isAlone(A)).isTrue();
    assertThat(link.sent).hasSize(1);
    run(20);
    assertThat(writer.isAlone(A)).isFalse();
    assertThat(link.sent).as("given back by itself").hasSize(2);
  }

  @Test
  void aNewTargetEndsThatAPointIsLeftAlone() {
    writer.target(A, 4_200);
    run(1);
    writer.leaveAlone(A, Duration.ofMinutes(30));
    writer.target(A, 1_000);
    run(1);
    assertThat(writer.isAlone(A)).isFalse();
    assertThat(link.sent).containsExactly("pump-a 4200", "pump-a 1000");
  }
}
