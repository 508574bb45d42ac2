package org.wattward.controller.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Claim;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Input;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.arbitration.GroupRequest;
import org.wattward.controller.arbitration.Groups;
import org.wattward.controller.district.FakeDistrict;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

class WhyTreeTest {
  private static final Instant NOON = Instant.parse("2026-06-01T10:00:00Z");
  private static final PointId METER = PointId.parse("meter-01/power");

  private final Request winner = request("w", new Wish.Set(9_000), 8, Set.of(METER));
  private final Request loser = request("l", new Wish.Set(6_000), 12, Set.of());
  private final Request other = request("m", new Wish.Set(5_000), 11, Set.of());
  private final Request limit = request("dr-42/" + FakeDistrict.LIMIT, atMost(4_200), 3, Set.of());
  private final Request wide = request("wide", atMost(9_500), 7, Set.of());

  private static Wish atMost(double most) {
    return new Wish.Limit(Double.NEGATIVE_INFINITY, most);
  }

  private static Request request(String id, Wish wish, int level, Set<PointId> basis) {
    return new Request(
        id,
        FakeDistrict.LIMIT,
        wish,
        level,
        "Reason of " + id,
        new Source(Source.Kind.RULE, "rule " + id, "pack 1.0.0"),
        NOON,
        Duration.ofMinutes(30),
        basis);
  }

  private Decision decision() {
    Write write = new Write(Write.State.REQUESTED, Optional.empty(), NOON, "");
    Decision decided =
        new Decision(
            UUID.randomUUID(),
            NOON,
            "feeder",
            FakeDistrict.LIMIT,
            Unit.W,
            List.of(new Input(Reading.good(METER, NOON, 25_000), Unit.W, 0.4)),
            List.of(
                new Claim(winner, Verdict.WON, "Wants 9000 W."),
                new Claim(limit, Verdict.LIMITS, "It binds."),
                new Claim(wide, Verdict.SATISFIED, "Lies within."),
                new Claim(other, Verdict.LOST, "Lost to w."),
                new Claim(loser, Verdict.LOST, "Lost to w."),
                new Claim(request("gone", atMost(1), 9, Set.of()), Verdict.WITHDRAWN, "Expired.")),
            9_000,
            List.of(
                new Clip("rule dr", 9_000, 4_200, "The limit."),
                new Clip("ramp", 4_200, 6_000, "It ramps."),
                new Clip("write spacing", 6_000, 6_500, "It waits.")),
            6_500,
            write);
    return decided
        .with(new Write(Write.State.SENT, Optional.empty(), NOON.plusSeconds(1), ""))
        .with(new Write(Write.State.VERIFIED, Optional.of(6_500.0), NOON.plusSeconds(2), ""));
  }

  private static Groups.Shared group() {
    Map<PointId, Double> shares = new LinkedHashMap<>();
    shares.put(FakeDistrict.LIMIT, 4_200.0);
    shares.put(PointId.parse("heatpump-08/powerLimit"), 35_800.0);
    return new Groups.Shared(
        new GroupRequest(
            "dr-42",
            List.copyOf(shares.keySet()),
            40_000,
            GroupRequest.Sharing.BY_SIZE,
            3,
            "The feeder is full",
            new Source(Source.Kind.PROGRAM, "dso", ""),
            NOON,
            Duration.ofHours(1)),
        shares);
  }

  /** The tree as lines, two blanks for each step down. */
  private static void lines(WhyNode node, String indent, StringBuilder into) {
    into.append(indent)
        .append(node.kind())
        .append(' ')
        .append(node.title())
        .append(node.tag().isEmpty() ? "" : " [" + node.tag() + "]")
        .append('\n');
    node.children().forEach(child -> lines(child, indent + "  ", into));
  }

  private static String lines(WhyNode tree) {
    StringBuilder text = new StringBuilder();
    lines(tree, "", text);
    return text.toString();
  }

  @Test
  void aDecisionIsTakenApartFromTheWinnerToTheWrite() {
    WhyTree tree = new WhyTree(new FakeDistrict().site(), List.of(group()), _ -> Optional.empty());

    assertThat(lines(tree.of(decision())))
        .isEqualTo(
            """
            SETPOINT heatpump-07/powerLimit = 6.50 kW
              WINNER rule w (pack 1.0.0) wants 9 kW [WON]
                READING meter-01/power: 25 kW
              LOSERS Lost: 2
                LEVEL Level 11
                  REQUEST rule m (pack 1.0.0) wants 5 kW [LOST]
                LEVEL Level 12
                  REQUEST rule l (pack 1.0.0) wants 6 kW [LOST]
              LIMITS Limits: 1 of 2 bind
                LIMIT rule dr-42/heatpump-07/powerLimit (pack 1.0.0) wants at most 4.20 kW: 9 kW → 4.20 kW [LIMITS]
                  SHARE Share of 40 kW together, divided by size
                    MEMBER heatpump-07/powerLimit: 4.20 kW
                    MEMBER heatpump-08/powerLimit: 35.8 kW
                LIMIT rule wide (pack 1.0.0) wants at most 9.50 kW [SATISFIED]
              EQUIPMENT What the equipment can bear
                CLIP ramp: 4.20 kW → 6 kW
                CLIP write spacing: 6 kW → 6.50 kW
              WITHDRAWN No longer heeded
                REQUEST rule gone (pack 1.0.0) wants at most 1 W [WITHDRAWN]
              WRITE Write: verified [VERIFIED]
                STEP requested [REQUESTED]
                STEP sent [SENT]
                STEP verified [VERIFIED]
            """);
  }

  @Test
  void reasonsLevelsAndTimesStandBesideThem() {
    WhyNode tree =
        new WhyTree(new FakeDistrict().site(), List.of(), _ -> Optional.empty()).of(decision());
    WhyNode won = tree.children().getFirst();
    assertThat(won.detail()).isEqualTo("Reason of w. Wants 9000 W.");
    assertThat(won.level()).isEqualTo(8);
    assertThat(won.time()).isEqualTo(NOON.plus(Duration.ofMinutes(30)));
    assertThat(won.children().getFirst().detail()).isEqualTo("0.4 s old then.");
    WhyNode write = tree.children().getLast();
    assertThat(write.detail()).isEqualTo("Read back 6.50 kW.");
    assertThat(write.children())
        .extracting(WhyNode::time)
        .containsExactly(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2));
  }

  @Test
  void withoutARequestTheDefaultStandsAtTheTop() {
    Decision idle =
        new Decision(
            UUID.randomUUID(),
            NOON,
            "",
            FakeDistrict.LIMIT,
            Unit.W,
            List.of(),
            List.of(),
            10_000,
            List.of(),
            10_000,
            new Write(Write.State.NOT_NEEDED, Optional.empty(), NOON, ""));
    assertThat(
            lines(
                new WhyTree(new FakeDistrict().site(), List.of(), _ -> Optional.empty()).of(idle)))
        .isEqualTo(
            """
            SETPOINT heatpump-07/powerLimit = 10 kW
              DEFAULT The default, 10 kW
              WRITE Write: not needed [NOT_NEEDED]
                STEP not needed [NOT_NEEDED]
            """);
  }
}
