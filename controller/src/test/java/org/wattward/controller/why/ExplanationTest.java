package org.wattward.controller.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

class ExplanationTest {
  private static final Instant NOON = Instant.parse("2026-06-01T10:00:00Z");
  private final Explanation explanation = new Explanation(new FakeDistrict().site());

  @Test
  void aLimitIsExplainedWithItsEndItsReasonAndWhoLost() {
    Request limit =
        request(
            new Wish.Limit(Double.NEGATIVE_INFINITY, 4_200),
            9,
            "The grid operator's event DR-0042 asks for it",
            new Source(Source.Kind.RULE, "shed heat pumps", "demand-response 1.0.0"));
    Request comfort =
        request(
            new Wish.Set(6_000),
            12,
            "the room is cold",
            new Source(Source.Kind.RULE, "raise comfort in cold rooms", "waste-heat 1.0.0"));

    String sentence =
        explanation.sentence(
            decision(
                List.of(
                    new Claim(limit, Verdict.LIMITS, "It is the lowest limit."),
                    new Claim(comfort, Verdict.LOST, "a higher level stands before it")),
                List.of(),
                4_200,
                new Write(Write.State.VERIFIED, Optional.of(4_200.0), NOON, "")));

    assertThat(sentence)
        .isEqualTo(
            "Heat pump 07, power limit, is set to 4.20 kW until 12:30:00, because the grid"
                + " operator's event DR-0042 asks for it. The rule \"raise comfort in cold rooms\""
                + " wanted 6 kW (level 12) and lost: a higher level stands before it. Read back"
                + " 4.20 kW at 12:00:00.");
  }

  @Test
  void aDefaultIsExplainedByNobodyAsking() {
    assertThat(
            explanation.sentence(
                decision(
                    List.of(),
                    List.of(),
                    10_000,
                    new Write(Write.State.NOT_NEEDED, Optional.empty(), NOON, ""))))
        .isEqualTo(
            "Heat pump 07, power limit, is set to 10 kW, its default, because nobody asks for"
                + " anything. The device already held it.");
  }

  @Test
  void clipsAndFailedWritesAreTold() {
    Request wish =
        request(new Wish.Set(9_000), 8, "a test", new Source(Source.Kind.PERSON, "maria", ""));

    assertThat(
            explanation.sentence(
                decision(
                    List.of(new Claim(wish, Verdict.WON, "")),
                    List.of(new Clip("ramp", 9_000, 5_000, "The ramp allows 5 kW now.")),
                    5_000,
                    new Write(
                        Write.State.FAILED, Optional.empty(), NOON, "The device refused it."))))
        .endsWith("because a test. The ramp allows 5 kW now. The device refused it.");
  }

  private static Request request(Wish wish, int level, String reason, Source source) {
    return new Request(
        "id-" + level,
        FakeDistrict.LIMIT,
        wish,
        level,
        reason,
        source,
        NOON,
        Duration.ofMinutes(30),
        Set.of());
  }

  private static Decision decision(
      List<Claim> claims, List<Clip> clips, double setpoint, Write write) {
    return new Decision(
        UUID.randomUUID(),
        NOON,
        "feeder",
        FakeDistrict.LIMIT,
        Unit.W,
        List.of(),
        claims,
        setpoint,
        clips,
        setpoint,
        write);
  }
}
