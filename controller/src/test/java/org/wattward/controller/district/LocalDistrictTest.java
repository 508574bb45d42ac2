package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.DIM;
import static org.wattward.controller.district.TestSite.LIMIT;
import static org.wattward.controller.district.TestSite.METER_POWER;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.controller.arbitration.Decision.Write.State;
import org.wattward.controller.district.District.DeviceState.Condition;
import org.wattward.controller.district.District.Receipt;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

class LocalDistrictTest {
  private final TestDistrict test = new TestDistrict(TestSite.site());
  private final LocalDistrict district = test.district;

  /** Limits heat pump 1 to 4000 W while the meter reads more than 20000 W. */
  private List<Request> spareTheFeeder(Snapshot snapshot) {
    Reading meter = snapshot.readings().get(METER_POWER);
    boolean loaded = meter != null && meter.good().orElse(0) > 20_000;
    return loaded
        ? List.of(test.rule("spare", LIMIT, new Wish.Set(4000), Set.of(METER_POWER)))
        : List.of();
  }

  private void loadTheFeeder() {
    test.rules.put("feeder", this::spareTheFeeder);
    test.link("link-meter").show(METER_POWER, 25_000);
  }

  @Test
  void nothingIsWrittenBeforeADeviceWasReadThreeTimes() {
    loadTheFeeder();
    district.start();

    test.run(1.9);
    assertThat(test.written("link-hp-1", LIMIT)).isEmpty();
    assertThat(district.decision(LIMIT)).isEmpty();

    test.run(1);
    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(4000.0);
  }

  @Test
  void aDeviceThatAlreadyHoldsItsDefaultIsNotWrittenTo() {
    test.started();

    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.NOT_NEEDED);
    assertThat(test.decision(LIMIT).setpoint()).isEqualTo(10_000);
    assertThat(test.link("link-hp-1").written()).isEmpty();
  }

  @Test
  void aDeviceThatHoldsSomethingElseGetsItsDefault() {
    test.link("link-hp-1").show(LIMIT, 3000);
    test.started();

    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(10_000.0);
    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.VERIFIED);
  }

  @Test
  void aChangedReadingLeadsToAWriteAtOnceWithoutWaitingForTheTick() {
    test.started();
    test.rules.put("feeder", this::spareTheFeeder);
    test.run(0.5);

    test.link("link-meter").show(METER_POWER, 25_000);
    test.run(0.005);

    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(4000.0);
    Decision decision = test.decision(LIMIT);
    assertThat(decision.zone()).isEqualTo("feeder");
    assertThat(decision.inputs())
        .singleElement()
        .satisfies(input -> {
          assertThat(input.reading().point()).isEqualTo(METER_POWER);
          assertThat(input.reading().value()).isEqualTo(25_000);
        });
  }

  @Test
  void aValueThatStaysIsWrittenOnceAndDecidedOnce() {
    test.started();
    loadTheFeeder();
    test.run(1);
    int recorded = test.record.decisions.size();

    test.run(100);

    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(4000.0);
    assertThat(test.record.decisions).hasSize(recorded);
    assertThat(district.requests(LIMIT)).hasSize(1);
  }

  @Test
  void aValueIsWrittenAgainWhenItsRefreshIsDue() {
    test.started();
    loadTheFeeder();

    test.run(301);

    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(4000.0, 4000.0);
  }

  @Test
  void anOverrideBeatsARuleAndTheRuleComesBackWhenItExpires() {
    test.started();
    loadTheFeeder();
    test.run(2);

    Receipt receipt = district.request(test.override("o1", LIMIT, 8000, Duration.ofSeconds(30)));
    test.run(1);

    assertThat(receipt).isInstanceOf(Receipt.Accepted.class);
    Decision during = test.decision(LIMIT);
    assertThat(during.setpoint()).isEqualTo(8000);
    assertThat(during.winner()).map(Request::id).contains("o1");
    assertThat(during.claims().get(1).verdict()).isEqualTo(Verdict.LOST);
    assertThat(during.claims().get(1).why())
        .isEqualTo(
            "Wanted 4000 W and lost to the override by anna (level 8), which stands above it.");

    test.run(30);

    Decision after = test.decision(LIMIT);
    assertThat(after.setpoint()).isEqualTo(4000);
    assertThat(after.write().state()).isEqualTo(State.VERIFIED);
    assertThat(after.winner()).map(Request::id).contains("spare");
    assertThat(after.claims().getLast().verdict()).isEqualTo(Verdict.WITHDRAWN);
    assertThat(after.claims().getLast().why()).isEqualTo("It expired after 30 s.");
    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(4000.0, 8000.0, 4000.0);
  }

  @Test
  void anOverrideIsTakenBackBeforeItExpires() {
    test.started();
    district.request(test.override("o1", LIMIT, 8000, Duration.ofHours(1)));
    test.run(1);

    assertThat(district.withdraw("o1")).isTrue();
    assertThat(district.withdraw("o1")).isFalse();
    test.run(1);

    assertThat(district.setpoint(LIMIT)).contains(10_000.0);
    assertThat(test.decision(LIMIT).claims().getFirst().why()).isEqualTo("It was taken back.");
  }

  @Test
  void jumpsOfTheClockNeitherShortenNorProlongAnOverride() {
    test.started();
    district.request(test.override("o1", LIMIT, 8000, Duration.ofMinutes(10)));
    test.run(60);

    test.time.jumpTo(test.time.now().plus(Duration.ofDays(1)));
    test.run(60);
    test.time.jumpTo(test.time.now().minus(Duration.ofDays(2)));
    test.run(470);
    assertThat(district.setpoint(LIMIT)).contains(8000.0);

    test.run(20);
    assertThat(district.setpoint(LIMIT)).contains(10_000.0);
  }

  @Test
  void aSilentDeviceGoesStaleThenBadWithOneAlarmAndComesBackByItself() {
    test.started();
    loadTheFeeder();
    test.run(2);
    assertThat(district.setpoint(LIMIT)).contains(4000.0);

    test.silence("link-meter");
    test.run(6);
    assertThat(quality(METER_POWER)).isEqualTo(Quality.Known.STALE);
    assertThat(condition("meter-01")).isEqualTo(Condition.STALE);
    assertThat(district.setpoint(LIMIT)).contains(10_000.0);
    assertThat(test.decision(LIMIT).claims()).hasSize(1);
    assertThat(test.activeAlarms()).isEmpty();

    test.run(60);
    assertThat(quality(METER_POWER)).isInstanceOf(Quality.Bad.class);
    assertThat(condition("meter-01")).isEqualTo(Condition.BAD);
    assertThat(test.activeAlarms()).extracting(Alarm::key).containsExactly("device/meter-01");
    assertThat(condition("heatpump-01")).isEqualTo(Condition.GOOD);

    test.speak("link-meter");
    test.run(10);
    assertThat(condition("meter-01")).isEqualTo(Condition.GOOD);
    assertThat(test.activeAlarms()).isEmpty();
    assertThat(district.setpoint(LIMIT)).contains(4000.0);
    assertThat(test.record.alarms).hasSize(2);
  }

  @Test
  void aRequestThatRestsOnAStaleReadingIsWithdrawnEvenIfItsZoneDecidesTheSameAgain() {
    test.started();
    test.rules.put(
        "feeder",
        _ -> List.of(test.rule("stubborn", LIMIT, new Wish.Set(4000), Set.of(METER_POWER))));
    test.run(2);
    assertThat(district.setpoint(LIMIT)).contains(4000.0);

    test.silence("link-meter");
    test.run(10);

    Decision decision = test.decision(LIMIT);
    assertThat(decision.setpoint()).isEqualTo(10_000);
    assertThat(decision.claims().getFirst().verdict()).isEqualTo(Verdict.WITHDRAWN);
    assertThat(decision.claims().getFirst().why())
        .startsWith("It rests on meter-01/power, which is stale: 1000 W, read ");
  }

  @Test
  void aLostGatewayIsOneAlarmAndHidesThoseOfItsDevices() {
    test.started();

    test.silence("gateway");
    test.link("gateway").lose("No route to host.");
    test.run(60);

    assertThat(test.activeAlarms()).extracting(Alarm::key).containsExactly("link/gateway");

    test.speak("gateway");
    test.link("gateway").comeBack();
    test.run(10);
    assertThat(test.activeAlarms()).isEmpty();
    assertThat(test.record.alarms).hasSize(2);
  }

  @Test
  void aRefusedWriteIsTriedThreeTimesThenAlarmedAndTriedAgainLater() {
    test.started();
    test.link("link-hp-1").answerWrites(LIMIT, new WriteOutcome.Refused("Busy."));
    loadTheFeeder();

    test.run(1);
    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.REQUESTED);
    assertThat(test.decision(LIMIT).write().reason()).isEqualTo("Busy. Try 2 of 3 follows in 1 s.");

    test.run(30);
    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.FAILED);
    assertThat(district.counters().writesSent()).isEqualTo(3);
    assertThat(district.counters().writesFailed()).isEqualTo(1);
    assertThat(test.activeAlarms())
        .extracting(Alarm::key)
        .containsExactly("write/heatpump-01/powerLimit");
  }

  @Test
  void anUnknownWriteIsReadBeforeAnythingIsSentAgain() {
    test.started();
    test.link("link-hp-1").answerWrites(LIMIT, new WriteOutcome.Unknown("No answer."));
    test.silence("link-hp-1");
    loadTheFeeder();

    test.run(3);
    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.UNKNOWN);
    assertThat(district.counters().writesSent()).isEqualTo(1);

    test.link("link-hp-1").show(LIMIT, 4000);
    test.run(1);

    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.VERIFIED);
    assertThat(district.counters().writesSent()).isEqualTo(1);
  }

  @Test
  void aSetpointThatTheDeviceLosesIsWrittenAgain() {
    test.started();
    loadTheFeeder();
    test.run(5);

    test.link("link-hp-1").show(LIMIT, 9000);
    test.run(5);

    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(4000.0, 4000.0);
  }

  @Test
  void aDeviceThatWasAwayIsReadBeforeItIsWrittenAgain() {
    test.started();
    test.silence("link-hp-1");
    test.link("link-hp-1").lose("Pulled out.");
    test.run(30);
    loadTheFeeder();
    test.run(5);
    assertThat(test.decision(LIMIT).setpoint()).isEqualTo(4000);
    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.REQUESTED);
    assertThat(test.decision(LIMIT).write().reason())
        .isEqualTo("Waits until heatpump-01 answers steadily.");
    assertThat(district.counters().writesSent()).isZero();

    test.speak("link-hp-1");
    test.link("link-hp-1").comeBack();
    test.run(1.5);
    assertThat(district.counters().writesSent()).isZero();

    test.run(3);
    assertThat(test.decision(LIMIT).write().state()).isEqualTo(State.VERIFIED);
  }

  @Test
  void rulesThatHaveAFaultKeepTheirLastRequestsUntilTheseExpire() {
    test.started();
    loadTheFeeder();
    test.run(2);

    test.rules.put(
        "feeder",
        _ -> {
          throw new IllegalStateException("Rules went round in circles.");
        });
    test.run(60);
    assertThat(district.setpoint(LIMIT)).contains(4000.0);
    assertThat(test.activeAlarms()).extracting(Alarm::key).containsExactly("zone/feeder");

    test.run(65);
    assertThat(district.setpoint(LIMIT)).contains(10_000.0);

    loadTheFeeder();
    test.run(10);
    assertThat(district.setpoint(LIMIT)).contains(4000.0);
    assertThat(test.activeAlarms()).isEmpty();
  }

  @Test
  void aCleanStopWritesTheSafeValuesAndSaysSo() {
    test.started();
    loadTheFeeder();
    test.run(2);

    test.close();

    assertThat(test.written("link-hp-1", LIMIT)).containsExactly(4000.0, 6000.0);
    assertThat(test.link("gateway").written()).isEmpty(); // the lamps hold their safe value
    Decision last = test.record.decisions.getLast();
    assertThat(
            test.record.decisions.stream().filter(d -> d.point().equals(LIMIT)).toList().getLast())
        .satisfies(decision -> {
          assertThat(decision.setpoint()).isEqualTo(6000);
          assertThat(decision.write().state()).isEqualTo(State.VERIFIED);
          assertThat(decision.clips().getFirst().by()).isEqualTo("stop");
        });
    assertThat(last.time()).isAfterOrEqualTo(TestDistrict.START);
  }

  @Test
  void requestsThatCannotBeAreRefusedWithTheReason() {
    test.started();

    assertThat(district.request(test.override("a", METER_POWER, 1, Duration.ofHours(1))))
        .isEqualTo(new Receipt.Refused("meter-01/power can only be read."));
    assertThat(district.request(test.override("a", PointId.parse("x/y"), 1, Duration.ofHours(1))))
        .isInstanceOf(Receipt.Refused.class);
    assertThat(district.request(test.override("a", LIMIT, 20_000, Duration.ofHours(1))))
        .isEqualTo(
            new Receipt.Refused(
                "Setpoint 20000.0 W for heatpump-01/powerLimit is not within 0.0 to 10000.0 W."));
    assertThat(district.request(test.override("a", LIMIT, 20, Duration.ofDays(40))))
        .isInstanceOf(Receipt.Refused.class);
    test.run(1);
    assertThat(district.setpoint(LIMIT)).contains(10_000.0);
  }

  @Test
  void aScheduleAsksForAsLongAsItLasts() {
    ScheduleConfig schedule =
        new ScheduleConfig(
            "evening",
            DIM,
            40,
            16,
            "0 5 13 * * ?",
            Optional.empty(),
            Duration.ofMinutes(10),
            "Half the light is enough.");
    TestDistrict scheduled = new TestDistrict(TestSite.site(schedule)).started();

    scheduled.run(280);
    assertThat(scheduled.district.setpoint(DIM)).contains(100.0);
    scheduled.run(20);
    assertThat(scheduled.district.setpoint(DIM)).contains(40.0);
    assertThat(scheduled.district.requests(Request.Source.Kind.SCHEDULE)).hasSize(1);
    scheduled.run(600);
    assertThat(scheduled.district.setpoint(DIM)).contains(100.0);
  }

  @Test
  void eventsReachTheZonesAtOnce() {
    test.started();
    test.rules.put(
        "feeder",
        snapshot ->
            snapshot.events().isEmpty()
                ? List.of()
                : List.of(test.rule("dr", LIMIT, new Wish.Limit(0, 4200), Set.of())));
    Instant now = test.time.now();

    district.announce(
        new Snapshot.DemandResponse(
            "DR-1", 2, now, now.plusSeconds(60), 10_000, "Peak in the grid"));
    test.run(0.1);
    assertThat(district.setpoint(LIMIT)).contains(4200.0);

    test.run(61);
    assertThat(district.events()).isEmpty();
    assertThat(district.setpoint(LIMIT)).contains(10_000.0);
  }

  @Test
  void countersAddUp() {
    test.started();
    loadTheFeeder();
    test.run(20);

    District.Counters counters = district.counters();
    assertThat(counters.readings()).isEqualTo(test.record.readings.size());
    assertThat(counters.writesSent()).isEqualTo(1);
    assertThat(counters.writesVerified()).isEqualTo(1);
    assertThat(counters.writesFailed()).isZero();
    assertThat(counters.ticks()).isGreaterThanOrEqualTo(60);
    assertThat(counters.missedTicks()).isZero();
    assertThat(counters.pointsPerSecond()).isBetween(8.0, 11.0);
    assertThat(counters.uptime()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void watchersAreToldUntilTheyLeave() throws Exception {
    List<District.Change> changes = new java.util.ArrayList<>();
    AutoCloseable watch = district.watch(changes::add);
    test.started();
    assertThat(changes).hasAtLeastOneElementOfType(District.Change.Readings.class);
    assertThat(changes).hasAtLeastOneElementOfType(District.Change.Decided.class);
    assertThat(changes).hasAtLeastOneElementOfType(District.Change.DeviceChanged.class);

    watch.close();
    int told = changes.size();
    test.run(10);
    assertThat(changes).hasSize(told);
  }

  private Quality quality(PointId point) {
    return district.reading(point).orElseThrow().quality();
  }

  private Condition condition(String device) {
    return district.state(district.site().device(device).orElseThrow()).condition();
  }
}
