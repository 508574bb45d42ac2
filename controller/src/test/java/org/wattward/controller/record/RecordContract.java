package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.record.History.Sample;
import org.wattward.controller.record.RecordStore.PointDescription;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;

/** What the record promises, whatever database it is kept in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecordContract {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration HOLD = Duration.ofMinutes(2);

  /** So long that TimescaleDB's policies, which go by the real time, never meet these readings. */
  private static final Duration LONG = Duration.ofDays(40 * 366);

  private final TestTime time = new TestTime(NOW);
  private @Nullable RecordStore started;
  private RecordStore store;
  private Cleaning cleaning = () -> {};
  private int points;

  /** The database to run against. */
  abstract DatabaseAddress address(Path directory) throws Exception;

  @BeforeAll
  final void startStore(@TempDir Path directory) throws Exception {
    Retention longer = new Retention(LONG, LONG, LONG, LONG, LONG);
    RecordSettings settings =
        new RecordSettings(
            directory.resolve("record"),
            400_000,
            50_000,
            Duration.ofMillis(20),
            64 << 20,
            4 << 20,
            longer);
    store = new RecordStore(time, address(directory), settings);
    started = store;
    store.start();
    assertThat(store.awaitReady(Duration.ofSeconds(90))).as("the database is ready").isTrue();
  }

  @AfterAll
  final void stopStore() throws Exception {
    RecordStore running = started;
    if (running != null) {
      running.close();
    }
    cleaning.run();
  }

  /** What is to be done when the store is closed. */
  final void afterwards(Cleaning toDo) {
    cleaning = toDo;
  }

  /** Done at the end. */
  interface Cleaning {
    void run() throws Exception;
  }

  @BeforeEach
  final void resetTime() {
    time.set(NOW);
  }

  private PointId newPoint() {
    return new PointId("meter-" + ++points, "value");
  }

  private void record(List<Reading> readings) throws Exception {
    store.recorder().readings(readings);
    drain();
  }

  private void drain() throws Exception {
    Await.until("all is stored", Duration.ofSeconds(60), store::isDrained);
  }

  private static Reading good(PointId point, Instant at, double value) {
    return Reading.good(point, at, value);
  }

  @Test
  void everyReadingIsFoundAgain() throws Exception {
    PointId point = newPoint();
    Instant from = Instant.parse("2026-11-01T00:00:00Z");
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      readings.add(
          switch (i % 3) {
            case 0 -> good(point, from.plusMillis(i), i);
            case 1 -> good(point, from.plusMillis(i), i).stale();
            default -> Reading.bad(point, from.plusMillis(i), "Too high by " + i % 30 + " W.");
          });
    }

    record(readings);

    assertThat(store.history().countReadings(from, from.plusSeconds(1))).isEqualTo(1000);
    assertThat(store.history().countReadings(from, from.plusMillis(10))).isEqualTo(10);
    assertThat(
            count(
                "select count(distinct quality_id) from reading r join point p on p.id = r.point_id"
                    + " where p.device = '"
                    + point.device()
                    + "'"))
        .as("good, stale and the reasons 2, 5, 8 … 29")
        .isEqualTo(2 + 10);
  }

  @Test
  void aDecisionComesBackWhole() throws Exception {
    PointId point = newPoint();
    Instant at = NOW.minusSeconds(500);
    Decision asked = Examples.decision(point, at);
    Decision verified =
        asked.with(
            new Decision.Write(
                Decision.Write.State.VERIFIED, Optional.of(30.0), at.plusSeconds(1), ""));

    store.recorder().decision(asked);
    drain();
    assertThat(store.history().decision(asked.id())).contains(asked);

    store.recorder().decision(verified);
    store.recorder().decision(asked);
    drain();

    assertThat(store.history().decision(asked.id()))
        .as("a later state of the write replaces an earlier one, never the other way")
        .contains(verified);
    assertThat(store.history().decisions(Optional.of(point), at, at.plusSeconds(1), 10))
        .containsExactly(verified);
    assertThat(store.history().decisions(Optional.of(point), at.plusSeconds(1), NOW, 10)).isEmpty();
    assertThat(store.history().decision(UUID.randomUUID())).isEmpty();
  }

  @Test
  void decisionsComeNewestFirst() throws Exception {
    PointId point = newPoint();
    List<Decision> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(Examples.decision(point, NOW.minusSeconds(100 - i)));
      store.recorder().decision(made.get(i));
    }
    drain();
    Collections.reverse(made);

    assertThat(store.history().decisions(Optional.of(point), NOW.minusSeconds(200), NOW, 3))
        .isEqualTo(made.subList(0, 3));
  }

  @Test
  void anAlarmKeepsItsLatestState() throws Exception {
    Alarm raised = Examples.alarm("device-lost/" + UUID.randomUUID(), NOW.minusSeconds(77));
    Alarm cleared =
        new Alarm(
            raised.key(),
            raised.subject(),
            raised.priority(),
            raised.cause(),
            raised.consequence(),
            raised.response(),
            raised.raised(),
            Optional.of(NOW.minusSeconds(7)),
            Optional.of("admin"));

    store.recorder().alarm(raised);
    store.recorder().alarm(cleared);
    drain();

    assertThat(store.history().alarms(raised.raised(), raised.raised().plusSeconds(1), 10))
        .containsExactly(cleared);
  }

  @Test
  void aRulePackageIsKeptOnceAndEachOfItsStages() throws Exception {
    for (String stage : List.of("tested", "shadow", "active")) {
      store.recorder().rulePackage(Examples.rulePackage(NOW, stage));
    }
    store
        .recorder()
        .trial(new TrialNote(NOW, "feeder", "peak-limit", "00ff".repeat(16), "{\"wouldBe\": 3}"));
    drain();

    assertThat(count("select count(*) from rule_content where name = 'peak-limit'")).isEqualTo(1);
    assertThat(
            count(
                """
                select count(*) from rule_content
                where convert_from(decode(files ->> 'package.yaml', 'base64'), 'UTF8')
                  = 'package: peak-limit'\
                """))
        .isEqualTo(1);
    assertThat(
            count(
                "select count(distinct stage) from rule_change where actor = 'anna'"
                    + " and reason = 'The contract changed.'"))
        .isEqualTo(3);
    assertThat(count("select sum((detail ->> 'wouldBe')::int) from rule_trial")).isEqualTo(3);
  }

  @Test
  void whenConditionsBeganAndEndedIsKept() throws Exception {
    store.recorder().condition(new ConditionNote(NOW, "lights", "dark", "street", true));
    store.recorder().condition(new ConditionNote(NOW, "lights", "dark", "street", false));
    drain();

    assertThat(
            count(
                "select count(distinct holds) from reader.condition_change"
                    + " where zone = 'lights' and name = 'dark' and subject = 'street'"))
        .isEqualTo(2);
  }

  @Test
  void theAuditOnlyGrowsAndShowsTampering() throws Exception {
    for (int i = 0; i < 5; i++) {
      store.recorder().audit(new AuditEntry(NOW, "admin", "override", "pv-01", "To " + i + " %."));
    }
    drain();
    assertThat(store.firstBrokenAudit()).isEmpty();
    assertThatThrownBy(() -> execute("update audit set actor = 'nobody'"))
        .hasMessageContaining("only grows");
    assertThatThrownBy(() -> execute("delete from audit")).hasMessageContaining("only grows");

    assertThatThrownBy(() -> execute("update audit_head set seq = seq - 1"))
        .hasMessageContaining("only moves on");
    execute(
        "alter table audit disable trigger all",
        "create table cut_off as select * from audit where seq >= 4",
        "delete from audit where seq >= 4");
    assertThat(store.firstBrokenAudit()).as("the first of the end that is missing").contains(4L);
    execute(
        "insert into audit select * from cut_off",
        "drop table cut_off",
        "alter table audit enable trigger all");
    assertThat(store.firstBrokenAudit()).isEmpty();

    execute(
        "alter table audit disable trigger audit_stays",
        "update audit set detail = 'To 3 per cent.' where seq = 3",
        "alter table audit enable trigger audit_stays");
    assertThat(store.firstBrokenAudit()).contains(3L);

    execute(
        "alter table audit disable trigger audit_stays",
        "update audit set detail = 'To 2 %.' where seq = 3",
        "delete from audit where seq = 4",
        "alter table audit enable trigger audit_stays");
    assertThat(store.firstBrokenAudit()).as("the one after the missing one").contains(5L);
  }

  @Test
  void whatTheDatabaseRejectsIsSetAsideAndTheRestGoesOn() throws Exception {
    PointId point = newPoint();
    Decision fine = Examples.decision(point, NOW.minusSeconds(5));
    // PostgreSQL's JSON has no place for the character 0.
    Decision wrong =
        fine.with(
            new Decision.Write(Decision.Write.State.FAILED, Optional.empty(), NOW, "Busy\0."));
    Instant at = NOW.minusSeconds(4000);
    long quarantined = store.counters().batchesQuarantined();

    store.recorder().decision(fine);
    store.recorder().decision(wrong);
    store.recorder().readings(List.of(good(point, at, 1), Reading.bad(point, at, "Odd\0.")));
    drain();

    assertThat(store.counters().batchesQuarantined()).isEqualTo(quarantined + 1);
    assertThat(store.history().decision(fine.id())).contains(fine);
    assertThat(rows(point)).isEqualTo(2);
  }

  @Test
  void aReadingOfAnImpossibleTimeIsCountedAndLeftOut() throws Exception {
    PointId point = newPoint();
    long refused = store.counters().readingsRefused();

    record(
        List.of(
            good(point, Instant.parse("1970-01-01T00:00:00Z"), 1),
            good(point, NOW.plus(Duration.ofDays(3)), 1),
            good(point, NOW, 1)));

    assertThat(store.counters().readingsRefused()).isEqualTo(refused + 2);
    assertThat(rows(point)).isEqualTo(1);
  }

  @Test
  void aBatchThatComesTwiceIsStoredOnce() throws Exception {
    PointId point = newPoint();
    Batch batch =
        new Batch(
            new Batch.Key(UUID.randomUUID(), 1, 1),
            List.of(new Entry.Readings(List.of(good(point, NOW, 1), good(point, NOW, 1)))));
    BatchWriter writer =
        new BatchWriter(
            time,
            store.dataSource(),
            store.capabilities().orElseThrow().keeping(),
            Duration.ofDays(400));

    writer.store(List.of(batch));
    writer.store(List.of(batch));
    writer.release();

    assertThat(rows(point)).as("rows of one batch, equal ones too").isEqualTo(2);
  }

  @Test
  void theMeanIsWeightedByTimeAndGapsShow() throws Exception {
    PointId point = newPoint();
    Instant t = Instant.parse("2026-11-20T10:00:00Z");
    time.set(t.plusSeconds(3600));

    record(
        List.of(
            good(point, t, 10),
            good(point, t.plusSeconds(45), 50),
            good(point, t.plusSeconds(60), 20),
            // Two minutes that count, then a gap of one.
            good(point, t.plusSeconds(240), 5),
            Reading.bad(point, t.plusSeconds(270), "Silent.")));
    List<Sample> samples = store.history().samples(point, t, t.plusSeconds(300), 5);

    assertThat(samples)
        .containsExactly(
            new Sample(t, 10, 50, (10 * 45 + 50 * 15) / 60.0, 50, 1),
            new Sample(t.plusSeconds(60), 20, 20, 20, 20, 1),
            new Sample(t.plusSeconds(120), 20, 20, 20, 20, 1),
            new Sample(t.plusSeconds(180), 0, 0, 0, 0, 0),
            new Sample(t.plusSeconds(240), 5, 5, 5, 5, 0.5));
  }

  @Test
  void aPointThatNobodyRecordedHasNoSamples() {
    assertThat(store.history().samples(newPoint(), NOW.minusSeconds(60), NOW, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // seed, how the readings come
    "1, IN_ORDER",
    "2, SHUFFLED",
    "3, LATE",
    "4, TWICE",
    "5, COMPRESSED"
  })
  void rollUpsSayWhatTheReadingsSay(long seed, String order) throws Exception {
    PointId point = newPoint();
    Instant from = Instant.parse("2026-10-0" + seed + "T00:00:00Z");
    Instant to = from.plus(Duration.ofHours(5));
    time.set(to.plusSeconds(600));
    List<Reading> readings = randomReadings(new Random(seed), point, from, to);

    recordIn(order, readings, seed);

    for (int target : new int[] {300, 60, 20, 5}) {
      List<Sample> stored = store.history().samples(point, from, to, target);
      Resolution resolution = Resolution.of(from, to, target, Retention.standard(), time.now());
      assertThat(resolution.tier()).isNotEqualTo(Resolution.Tier.RAW);
      assertSame(stored, expected(readings, resolution, from, to));
    }
    assertPeriodsAddUp(point, readings, from, to);
    Balance whole = store.balance(point, from.plusSeconds(100), to.minusSeconds(100));
    Balance expected = expected(readings, from.plusSeconds(100), to.minusSeconds(100));
    assertThat(whole.gain()).isCloseTo(expected.gain(), within(1e-6));
    assertThat(whole.valueS()).isCloseTo(expected.valueS(), within(1e-3));
    assertThat(whole.goodS()).isCloseTo(expected.goodS(), within(1e-6));
  }

  /** Quarters, half hours and odd times, in one walk and each by itself from the readings. */
  private void assertPeriodsAddUp(PointId point, List<Reading> readings, Instant from, Instant to) {
    for (int stepS : new int[] {900, 1800, 3600, 1234}) {
      List<Instant> bounds = new ArrayList<>();
      for (Instant at = from; at.isBefore(to); at = at.plusSeconds(stepS)) {
        bounds.add(at);
      }
      bounds.add(to);
      List<Balance> balances = store.history().balances(point, bounds);
      assertThat(balances).hasSize(bounds.size() - 1);
      for (int i = 0; i + 1 < bounds.size(); i++) {
        Balance expected = expected(readings, bounds.get(i), bounds.get(i + 1));
        assertThat(balances.get(i).gain()).isCloseTo(expected.gain(), within(1e-6));
        assertThat(balances.get(i).valueS()).isCloseTo(expected.valueS(), within(1e-3));
        assertThat(balances.get(i).goodS()).isCloseTo(expected.goodS(), within(1e-6));
      }
    }
  }

  private void recordIn(String order, List<Reading> readings, long seed) throws Exception {
    List<Reading> mixed = new ArrayList<>(readings);
    switch (order) {
      case "IN_ORDER" -> record(readings);
      case "SHUFFLED" -> {
        Collections.shuffle(mixed, new Random(seed));
        for (int i = 0; i < mixed.size(); i += 1000) {
          record(mixed.subList(i, Math.min(mixed.size(), i + 1000)));
          store.rollUpNow();
        }
      }
      case "LATE" -> {
        List<Reading> late = mixed.stream().filter(r -> Sampler.micros(r.time()) % 7 == 0).toList();
        mixed.removeAll(late);
        record(mixed);
        store.rollUpNow();
        record(late);
      }
      case "COMPRESSED" -> {
        List<Reading> late = mixed.stream().filter(r -> Sampler.micros(r.time()) % 5 == 0).toList();
        mixed.removeAll(late);
        record(mixed);
        store.rollUpNow();
        compressWhereItCan();
        record(late);
      }
      case "TWICE" -> {
        record(readings);
        store.rollUpNow();
        record(readings);
      }
      default -> throw new IllegalArgumentException(order);
    }
    store.rollUpNow();
  }

  private void compressWhereItCan() throws SQLException {
    if (store.capabilities().orElseThrow().community()) {
      try (Connection connection = store.dataSource().getConnection()) {
        assertThat(new ContinuousAggregates(connection).compressAll()).isNotEmpty();
      }
    }
  }

  private static List<Reading> randomReadings(
      Random random, PointId point, Instant from, Instant to) {
    List<Reading> readings = new ArrayList<>();
    double value = 1000;
    Instant at = from;
    while (at.isBefore(to)) {
      value = random.nextInt(500) == 0 ? random.nextInt(10) : value + random.nextInt(5);
      readings.add(
          switch (random.nextInt(40)) {
            case 0 -> Reading.bad(point, at, "Silent.");
            case 1 -> good(point, at, value).stale();
            default -> good(point, at, value);
          });
      long stepMs = random.nextInt(300) == 0 ? 400_000 : 200 + random.nextInt(4000);
      at = at.plusMillis(stepMs).plusNanos(1000L * random.nextInt(1000));
    }
    return readings;
  }

  private static List<Sample> expected(
      List<Reading> readings, Resolution resolution, Instant from, Instant to) {
    Sampler sampler = new Sampler(resolution.floor(from), to, resolution.width(), HOLD.toSeconds());
    readings.stream()
        .sorted(Comparator.comparing(Reading::time))
        .forEach(r -> sampler.add(span(r)));
    return sampler.samples();
  }

  private static Balance expected(List<Reading> readings, Instant from, Instant to) {
    Balance.Sum sum =
        new Balance.Sum(
            new KnownPoint(0, HOLD.toSeconds(), OptionalDouble.empty()),
            readings.stream()
                .filter(r -> r.time().isBefore(from) && r.quality().isGood())
                .max(Comparator.comparing(Reading::time))
                .map(r -> OptionalDouble.of(r.value()))
                .orElse(OptionalDouble.empty()),
            from,
            to);
    readings.stream()
        .filter(r -> r.time().isBefore(to))
        .sorted(Comparator.comparing(Reading::time))
        .forEach(r -> sum.accept(span(r)));
    return sum.result();
  }

  private static Span span(Reading reading) {
    return Span.of(Sampler.micros(reading.time()), reading.value(), reading.quality().isGood());
  }

  private static void assertSame(List<Sample> stored, List<Sample> expected) {
    assertThat(stored).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Sample want = expected.get(i);
      Sample have = stored.get(i);
      assertThat(have.time()).isEqualTo(want.time());
      assertThat(have.min()).as("min %s", want).isEqualTo(want.min());
      assertThat(have.max()).as("max %s", want).isEqualTo(want.max());
      assertThat(have.last()).as("last %s", want).isEqualTo(want.last());
      assertThat(have.mean()).as("mean %s", want).isCloseTo(want.mean(), within(1e-6));
      assertThat(have.goodShare()).as("share %s", want).isCloseTo(want.goodShare(), within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // counter readings a minute apart, wraps at (0: unknown), growth
    "10 15 20, 0, 10",
    "10 10 10, 0, 0",
    "1000 1010 5 25, 0, 35",
    "65530 65535 4, 65536, 10",
    "65530 65535 4, 0, 9",
    "1000 999 1001, 0, 1",
    "100 0 0 40, 0, 40",
  })
  void aCounterGrowsThroughResetsAndWraps(String values, double wrapsAt, double growth)
      throws Exception {
    PointId point = newPoint();
    store.describe(
        List.of(
            new PointDescription(
                point,
                Unit.WH,
                "Energy",
                HOLD,
                wrapsAt > 0 ? OptionalDouble.of(wrapsAt) : OptionalDouble.empty())));
    Instant from = Instant.parse("2026-09-09T00:00:00Z");
    List<Reading> readings = new ArrayList<>();
    for (String value : values.split(" ")) {
      // From one span to the next, and within a span.
      readings.add(good(point, from.plus(Duration.ofMinutes(17L * readings.size())), 0));
      readings.set(
          readings.size() - 1, good(point, readings.getLast().time(), Double.parseDouble(value)));
    }
    record(readings);

    assertThat(store.balance(point, from, from.plus(Duration.ofHours(6))).gain())
        .as("from the readings")
        .isEqualTo(growth);
    store.rollUpNow();
    assertThat(store.balance(point, from, from.plus(Duration.ofHours(6))).gain())
        .as("from roll-ups")
        .isEqualTo(growth);
    assertThat(store.balance(point, from, from.plus(Duration.ofMinutes(59))).gain())
        .as("within an hour")
        .isEqualTo(growth);
  }

  @ParameterizedTest
  @CsvSource({
    // local day in Europe/Berlin, its hours
    "2026-03-28, 24",
    "2026-03-29, 23",
    "2026-10-24, 24",
    "2026-10-25, 25"
  })
  void aLocalDayIsAsLongAsItIs(LocalDate day, int hours) throws Exception {
    PointId point = newPoint();
    Instant from = day.atStartOfDay(ZoneId.of("Europe/Berlin")).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(ZoneId.of("Europe/Berlin")).toInstant();
    List<Reading> readings = new ArrayList<>();
    for (Instant at = from.minusSeconds(3600);
        at.isBefore(to.plusSeconds(3600));
        at = at.plusSeconds(60)) {
      readings.add(good(point, at, Duration.between(from, at).toSeconds() + 10_000.0));
    }
    record(readings);
    store.rollUpNow();

    assertThat(store.balance(point, from, to).gain())
        .as("the first minute's growth belongs to the day before")
        .isEqualTo(hours * 3600.0);
    assertThat(store.balance(point, from, to).goodS()).isEqualTo(hours * 3600.0);
    assertThat(store.history().samples(point, from, to, 25)).hasSize(hours);
    assertThat(store.history().samples(point, from, to, hours * 60)).hasSize(hours * 60);
  }

  @Test
  void whatACounterGrewByWhileNobodyLookedIsNotLost() throws Exception {
    PointId point = newPoint();
    Instant midnight = Instant.parse("2026-08-02T00:00:00Z");
    record(
        List.of(
            good(point, midnight.minusSeconds(9000), 100),
            good(point, midnight.minusSeconds(8000), 150),
            good(point, midnight.plusSeconds(8000), 350),
            good(point, midnight.plusSeconds(9000), 400)));
    store.rollUpNow();

    assertThat(store.balance(point, midnight.minusSeconds(86_400), midnight).gain()).isEqualTo(50);
    assertThat(store.balance(point, midnight, midnight.plusSeconds(86_400)).gain()).isEqualTo(250);
  }

  @Test
  void whatIsPastItsRetentionGoes() throws Exception {
    PointId point = newPoint();
    Instant old = NOW.minus(Duration.ofDays(39 * 366));
    Decision oldDecision = Examples.decision(point, old);
    Decision newDecision = Examples.decision(point, NOW.minusSeconds(7));
    store.recorder().decision(oldDecision);
    store.recorder().decision(newDecision);
    store.recorder().alarm(Examples.alarm("old/" + point.device(), old));
    record(List.of(good(point, old, 1), good(point, NOW, 2)));
    assertThat(rows(point)).isEqualTo(2);
    assertThat(store.history().decision(oldDecision.id())).isPresent();
    assertThat(store.history().alarms(old, old.plusSeconds(1), 10)).hasSize(1);
    long audited = count("select count(*) from audit");

    keepReadings(Duration.ofDays(38 * 366));
    keepReadings(LONG);

    assertThat(rows(point)).isEqualTo(1);
    assertThat(store.history().decision(oldDecision.id())).isEmpty();
    assertThat(store.history().decision(newDecision.id())).contains(newDecision);
    assertThat(store.history().alarms(old, old.plusSeconds(1), 10)).isEmpty();
    assertThat(count("select count(*) from audit")).as("the audit stays").isEqualTo(audited);
  }

  @Test
  void everyQueryOfEveryDashboardRunsAsTheReader() throws Exception {
    PointId point = new PointId("meter-" + ++points, "power");
    Instant from = Instant.parse("2026-07-07T10:00:00Z");
    store.describe(
        List.of(new PointDescription(point, Unit.W, "Power", HOLD, OptionalDouble.empty())));
    record(List.of(good(point, from, 5), good(point, from.plusSeconds(90), 7)));
    store.rollUpNow();

    Map<String, String> queries =
        Dashboards.queries(from.toString(), from.plusSeconds(3600).toString(), point.device());
    assertThat(queries).hasSizeGreaterThanOrEqualTo(17);
    for (Map.Entry<String, String> query : queries.entrySet()) {
      assertThatCode(() -> execute("set role wattward_reader", query.getValue()))
          .as("%s: %s", query.getKey(), query.getValue())
          .doesNotThrowAnyException();
    }
    assertThat(
            count(
                "select count(*) from (%s) shown"
                    .formatted(queries.get("district.json Power by device"))))
        .as("the two minutes of the point are shown")
        .isEqualTo(2);
  }

  @Test
  void theReaderReadsViewsAndNothingElse() {
    for (String forbidden :
        List.of(
            "select * from reading",
            "select * from audit",
            "delete from reader.alarm",
            "update reader.point set title = ''")) {
      assertThatThrownBy(() -> execute("set role wattward_reader", forbidden))
          .as(forbidden)
          .hasMessageContaining("permission denied");
    }
  }

  private void keepReadings(Duration raw) throws SQLException {
    new HouseKeeping(
            time,
            store.dataSource(),
            store.capabilities().orElseThrow(),
            new Retention(raw, LONG, LONG, LONG, raw))
        .run();
  }

  private long rows(PointId point) throws SQLException {
    return count(
        "select count(*) from reading r join point p on p.id = r.point_id where p.device = '%s'"
            .formatted(point.device()));
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String... commands) throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      try {
        for (String command : commands) {
          statement.execute(command);
        }
      } finally {
        // The connection goes back to a pool.
        statement.execute("reset role");
      }
    }
  }
}
