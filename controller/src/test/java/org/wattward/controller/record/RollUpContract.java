package org.wattward.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.controller.record.History.Sample;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** That roll-ups say what the readings say, in whatever order these come. */
abstract class RollUpContract {
  private final ContractStore on;

  /** Against a store that others try, too. */
  RollUpContract(ContractStore on) {
    this.on = on;
  }

  @Test
  void theMeanIsWeightedByTimeAndGapsShow() throws Exception {
    PointId point = on.newPoint();
    Instant t = Instant.parse("2026-11-20T10:00:00Z");
    on.time().set(t.plusSeconds(3600));

    on.record(
        List.of(
            ContractStore.good(point, t, 10),
            ContractStore.good(point, t.plusSeconds(45), 50),
            ContractStore.good(point, t.plusSeconds(60), 20),
            // Two minutes that count, then a gap of one.
            ContractStore.good(point, t.plusSeconds(240), 5),
            Reading.bad(point, t.plusSeconds(270), "Silent.")));
    List<Sample> samples = on.store().history().samples(point, t, t.plusSeconds(300), 5);

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
    assertThat(
            on.store()
                .history()
                .samples(on.newPoint(), ContractStore.NOW.minusSeconds(60), ContractStore.NOW, 10))
        .isEmpty();
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
    PointId point = on.newPoint();
    Instant from = Instant.parse("2026-10-0" + seed + "T00:00:00Z");
    Instant to = from.plus(Duration.ofHours(5));
    on.time().set(to.plusSeconds(600));
    List<Reading> readings = randomReadings(new Random(seed), point, from, to);

    recordIn(order, readings, seed);

    for (int target : new int[] {300, 60, 20, 5}) {
      List<Sample> stored = on.store().history().samples(point, from, to, target);
      Resolution resolution =
          Resolution.of(from, to, target, Retention.standard(), on.time().now());
      assertThat(resolution.tier()).isNotEqualTo(Resolution.Tier.RAW);
      assertSame(stored, expected(readings, resolution, from, to));
    }
    assertPeriodsAddUp(point, readings, from, to);
    Balance whole = on.store().balance(point, from.plusSeconds(100), to.minusSeconds(100));
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
      List<Balance> balances = on.store().history().balances(point, bounds);
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
      case "IN_ORDER" -> on.record(readings);
      case "SHUFFLED" -> {
        Collections.shuffle(mixed, new Random(seed));
        for (int i = 0; i < mixed.size(); i += 1000) {
          on.record(mixed.subList(i, Math.min(mixed.size(), i + 1000)));
          on.store().rollUpNow();
        }
      }
      case "LATE" -> {
        List<Reading> late = mixed.stream().filter(r -> Sampler.micros(r.time()) % 7 == 0).toList();
        mixed.removeAll(late);
        on.record(mixed);
        on.store().rollUpNow();
        on.record(late);
      }
      case "COMPRESSED" -> {
        List<Reading> late = mixed.stream().filter(r -> Sampler.micros(r.time()) % 5 == 0).toList();
        mixed.removeAll(late);
        on.record(mixed);
        on.store().rollUpNow();
        compressWhereItCan();
        on.record(late);
      }
      case "TWICE" -> {
        on.record(readings);
        on.store().rollUpNow();
        on.record(readings);
      }
      default -> throw new IllegalArgumentException(order);
    }
    on.store().rollUpNow();
  }

  private void compressWhereItCan() throws SQLException {
    if (on.store().capabilities().orElseThrow().community()) {
      try (Connection connection = on.store().dataSource().getConnection()) {
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
            case 1 -> ContractStore.good(point, at, value).stale();
            default -> ContractStore.good(point, at, value);
          });
      long stepMs = random.nextInt(300) == 0 ? 400_000 : 200 + random.nextInt(4000);
      at = at.plusMillis(stepMs).plusNanos(1000L * random.nextInt(1000));
    }
    return readings;
  }

  private static List<Sample> expected(
      List<Reading> readings, Resolution resolution, Instant from, Instant to) {
    Sampler sampler =
        new Sampler(resolution.floor(from), to, resolution.width(), ContractStore.HOLD.toSeconds());
    readings.stream()
        .sorted(Comparator.comparing(Reading::time))
        .forEach(r -> sampler.add(span(r)));
    return sampler.samples();
  }

  private static Balance expected(List<Reading> readings, Instant from, Instant to) {
    Balance.Sum sum =
        new Balance.Sum(
            new KnownPoint(0, ContractStore.HOLD.toSeconds(), OptionalDouble.empty()),
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
}
