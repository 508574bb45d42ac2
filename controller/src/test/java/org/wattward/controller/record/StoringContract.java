package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** That everything is stored once and found again, and what becomes of what cannot be. */
abstract class StoringContract {
  private final ContractStore on;

  /** Against a store that others try, too. */
  StoringContract(ContractStore on) {
    this.on = on;
  }

  @Test
  void everyReadingIsFoundAgain() throws Exception {
    PointId point = on.newPoint();
    Instant from = Instant.parse("2026-11-01T00:00:00Z");
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      readings.add(
          switch (i % 3) {
            case 0 -> ContractStore.good(point, from.plusMillis(i), i);
            case 1 -> ContractStore.good(point, from.plusMillis(i), i).stale();
            default -> Reading.bad(point, from.plusMillis(i), "Too high by " + i % 30 + " W.");
          });
    }

    on.record(readings);

    assertThat(on.store().history().countReadings(from, from.plusSeconds(1))).isEqualTo(1000);
    assertThat(on.store().history().countReadings(from, from.plusMillis(10))).isEqualTo(10);
    assertThat(
            on.count(
                "select count(distinct quality_id) from reading r join point p on p.id ="
                    + " r.point_id where p.device = '"
                    + point.device()
                    + "'"))
        .as("good, stale and the reasons 2, 5, 8 … 29")
        .isEqualTo(2 + 10);
  }

  @Test
  void aDecisionComesBackWhole() throws Exception {
    PointId point = on.newPoint();
    Instant at = ContractStore.NOW.minusSeconds(500);
    Decision asked = Examples.decision(point, at);
    Decision verified =
        asked.with(
            new Decision.Write(
                Decision.Write.State.VERIFIED, Optional.of(30.0), at.plusSeconds(1), ""));

    on.store().recorder().decision(asked);
    on.drain();
    assertThat(on.store().history().decision(asked.id())).contains(asked);

    on.store().recorder().decision(verified);
    on.store().recorder().decision(asked);
    on.drain();

    assertThat(on.store().history().decision(asked.id()))
        .as("a later state of the write replaces an earlier one, never the other way")
        .contains(verified);
    assertThat(on.store().history().decisions(Optional.of(point), at, at.plusSeconds(1), 10))
        .containsExactly(verified);
    assertThat(
            on.store()
                .history()
                .decisions(Optional.of(point), at.plusSeconds(1), ContractStore.NOW, 10))
        .isEmpty();
    assertThat(on.store().history().decision(UUID.randomUUID())).isEmpty();
  }

  @Test
  void decisionsComeNewestFirst() throws Exception {
    PointId point = on.newPoint();
    List<Decision> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(Examples.decision(point, ContractStore.NOW.minusSeconds(100 - i)));
      on.store().recorder().decision(made.get(i));
    }
    on.drain();
    Collections.reverse(made);

    assertThat(
            on.store()
                .history()
                .decisions(
                    Optional.of(point), ContractStore.NOW.minusSeconds(200), ContractStore.NOW, 3))
        .isEqualTo(made.subList(0, 3));
  }

  @Test
  void anAlarmKeepsItsLatestState() throws Exception {
    Alarm raised =
        Examples.alarm("device-lost/" + UUID.randomUUID(), ContractStore.NOW.minusSeconds(77));
    Alarm cleared =
        new Alarm(
            raised.key(),
            raised.subject(),
            raised.priority(),
            raised.cause(),
            raised.consequence(),
            raised.response(),
            raised.raised(),
            Optional.of(ContractStore.NOW.minusSeconds(7)),
            Optional.of("admin"));

    on.store().recorder().alarm(raised);
    on.store().recorder().alarm(cleared);
    on.drain();

    assertThat(on.store().history().alarms(raised.raised(), raised.raised().plusSeconds(1), 10))
        .containsExactly(cleared);
  }

  @Test
  void aRulePackageIsKeptOnceAndEachOfItsStages() throws Exception {
    for (String stage : List.of("tested", "shadow", "active")) {
      on.store().recorder().rulePackage(Examples.rulePackage(ContractStore.NOW, stage));
    }
    on.store()
        .recorder()
        .trial(
            new TrialNote(
                ContractStore.NOW, "feeder", "peak-limit", "00ff".repeat(16), "{\"wouldBe\": 3}"));
    on.drain();

    assertThat(on.count("select count(*) from rule_content where name = 'peak-limit'"))
        .isEqualTo(1);
    assertThat(
            on.count(
                """
                select count(*) from rule_content
                where convert_from(decode(files ->> 'package.yaml', 'base64'), 'UTF8')
                  = 'package: peak-limit'\
                """))
        .isEqualTo(1);
    assertThat(
            on.count(
                "select count(distinct stage) from rule_change where actor = 'anna'"
                    + " and reason = 'The contract changed.'"))
        .isEqualTo(3);
    assertThat(on.count("select sum((detail ->> 'wouldBe')::int) from rule_trial")).isEqualTo(3);
  }

  @Test
  void whenConditionsBeganAndEndedIsKept() throws Exception {
    on.store()
        .recorder()
        .condition(new ConditionNote(ContractStore.NOW, "lights", "dark", "street", true));
    on.store()
        .recorder()
        .condition(new ConditionNote(ContractStore.NOW, "lights", "dark", "street", false));
    on.drain();

    assertThat(
            on.count(
                "select count(distinct holds) from reader.condition_change"
                    + " where zone = 'lights' and name = 'dark' and subject = 'street'"))
        .isEqualTo(2);
  }

  @Test
  void whatTheDatabaseRejectsIsSetAsideAndTheRestGoesOn() throws Exception {
    PointId point = on.newPoint();
    Decision fine = Examples.decision(point, ContractStore.NOW.minusSeconds(5));
    // PostgreSQL's JSON has no place for the character 0.
    Decision wrong =
        fine.with(
            new Decision.Write(
                Decision.Write.State.FAILED, Optional.empty(), ContractStore.NOW, "Busy\0."));
    Instant at = ContractStore.NOW.minusSeconds(4000);
    long quarantined = on.store().counters().batchesQuarantined();

    on.store().recorder().decision(fine);
    on.store().recorder().decision(wrong);
    on.store()
        .recorder()
        .readings(List.of(ContractStore.good(point, at, 1), Reading.bad(point, at, "Odd\0.")));
    on.drain();

    assertThat(on.store().counters().batchesQuarantined()).isEqualTo(quarantined + 1);
    assertThat(on.store().history().decision(fine.id())).contains(fine);
    assertThat(on.rows(point)).isEqualTo(2);
  }

  @Test
  void aReadingOfAnImpossibleTimeIsCountedAndLeftOut() throws Exception {
    PointId point = on.newPoint();
    long refused = on.store().counters().readingsRefused();

    on.record(
        List.of(
            ContractStore.good(point, Instant.parse("1970-01-01T00:00:00Z"), 1),
            ContractStore.good(point, ContractStore.NOW.plus(Duration.ofDays(3)), 1),
            ContractStore.good(point, ContractStore.NOW, 1)));

    assertThat(on.store().counters().readingsRefused()).isEqualTo(refused + 2);
    assertThat(on.rows(point)).isEqualTo(1);
  }

  @Test
  void aBatchThatComesTwiceIsStoredOnce() throws Exception {
    PointId point = on.newPoint();
    Batch batch =
        new Batch(
            new Batch.Key(UUID.randomUUID(), 1, 1),
            List.of(
                new Entry.Readings(
                    List.of(
                        ContractStore.good(point, ContractStore.NOW, 1),
                        ContractStore.good(point, ContractStore.NOW, 1)))));
    BatchWriter writer =
        new BatchWriter(
            on.time(),
            on.store().dataSource(),
            on.store().capabilities().orElseThrow().keeping(),
            Duration.ofDays(400));

    writer.store(List.of(batch));
    writer.store(List.of(batch));
    writer.release();

    assertThat(on.rows(point)).as("rows of one batch, equal ones too").isEqualTo(2);
  }

  @Test
  void ofManyBatchesThoseThatWereStoredBeforeAreNotStoredAgain() throws Exception {
    PointId point = on.newPoint();
    UUID run = UUID.randomUUID();
    List<Batch> batches = new ArrayList<>();
    for (int seq = 1; seq <= 20; seq++) {
      Reading reading = ContractStore.good(point, ContractStore.NOW.plusMillis(seq), seq);
      batches.add(
          new Batch(new Batch.Key(run, seq, 1), List.of(new Entry.Readings(List.of(reading)))));
    }
    BatchWriter writer =
        new BatchWriter(
            on.time(),
            on.store().dataSource(),
            on.store().capabilities().orElseThrow().keeping(),
            Duration.ofDays(400));

    writer.store(batches.subList(3, 8));
    writer.store(batches.subList(0, 5));
    writer.store(batches);
    writer.release();

    assertThat(on.rows(point)).isEqualTo(20);
    assertThat(
            on.count(
                "select count(distinct value) from reading r join point p on p.id = r.point_id"
                    + " where p.device = '"
                    + point.device()
                    + "'"))
        .isEqualTo(20);
  }
}
