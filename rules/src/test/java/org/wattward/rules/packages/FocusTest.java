package org.wattward.rules.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Decider.Condition;
import org.wattward.rules.decide.Decider.Outcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.focus.Balance;
import org.wattward.rules.focus.Focus;
import org.wattward.rules.focus.Watched;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

class FocusTest {
  private static final String[] SIX = {
    "demand-response",
    "loss-reduction",
    "waste-heat",
    "street-lighting",
    "self-consumption",
    "peak-limit"
  };
  private static final String[] CONDITIONS = {
    "street-lighting/full",
    "street-lighting/late",
    "street-lighting/night",
    "street-lighting/unlit",
    "street-lighting/moderate-traffic",
    "demand-response/after-event",
    "demand-response/calm",
    "loss-reduction/peak",
    "waste-heat/flow",
    "waste-heat/fill-store"
  };
  private static final int RUNS = Integer.getInteger("wattward.focusRuns", 100);
  private static final int MOST_TURNS = 8;
  private static final Set<String> RATINGS = Set.of("ratedPower", "capacity");
  private static RuleBook book;

  @BeforeAll
  static void readOwnPackages() {
    book = new RuleBook(PackageLoader.own(), RuleEngine.Limits.USUAL, Time.system());
  }

  /** A request without its reason, which may tell a value that does not matter. */
  private record Wanted(PointId point, Wish wish, int level, String rule) {
    static Set<Wanted> of(Outcome outcome) {
      Set<Wanted> wanted = new HashSet<>();
      for (Request request : outcome.requests()) {
        wanted.add(
            new Wanted(request.point(), request.wish(), request.level(), request.source().name()));
      }
      return wanted;
    }
  }

  @Test
  void whatIsNotInTheFocusChangesNoDecision() {
    long seed = Long.getLong("wattward.seed", System.nanoTime());
    int moved = 0;
    for (int run = 0; run < RUNS; run++) {
      SplittableRandom random = new SplittableRandom(seed + run);
      Snapshot first = settled(anySnapshot(random), random);
      Outcome outcome = book.decide(first);
      if (!holding(first).equals(outcome.conditions())) {
        continue; // its rules go on changing by themselves, so there is no rest
      }
      Focus focus = book.focus(first, outcome);
      Map<PointId, Reading> others = within(focus, first, random);
      if (isSame(focus, first.readings(), others)) {
        moved++;
        Outcome again = book.decide(with(first, others));
        String which = "seed %d, run %d".formatted(seed, run);
        assertThat(difference(Wanted.of(outcome), Wanted.of(again))).as(which).isEmpty();
        assertThat(difference(outcome.conditions(), again.conditions())).as(which).isEmpty();
      }
    }
    assertThat(moved).as("runs that tell something").isGreaterThan(RUNS / 4);
  }

  private static Set<Condition> holding(Snapshot snapshot) {
    Set<Condition> holding = new HashSet<>();
    snapshot.held().forEach(held -> holding.add(new Condition(held.condition(), held.subject())));
    return holding;
  }

  /** What rules state is what they find held the next time. */
  private static Snapshot settled(Snapshot first, SplittableRandom random) {
    Snapshot next = first;
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      Set<Condition> stated = book.decide(next).conditions();
      if (stated.equals(holding(next))) {
        break;
      }
      List<Snapshot.HeldCondition> held = new ArrayList<>();
      stated.stream()
          .sorted(Comparator.comparing(Condition::name).thenComparing(Condition::subject))
          .map(
              one -> new Snapshot.HeldCondition(one.name(), one.subject(), random.nextDouble(4000)))
          .forEach(held::add);
      next = with(next, next.readings(), held);
    }
    return next;
  }

  private static <T> List<String> difference(Set<T> before, Set<T> after) {
    List<String> difference = new ArrayList<>();
    before.stream().filter(it -> !after.contains(it)).forEach(it -> difference.add("no " + it));
    after.stream().filter(it -> !before.contains(it)).forEach(it -> difference.add("new " + it));
    return difference;
  }

  private static Snapshot anySnapshot(SplittableRandom random) {
    District district =
        new District(
            "2026-%02d-15T%02d:%02d:00Z"
                .formatted(1 + random.nextInt(12), random.nextInt(24), random.nextInt(60)),
            random.nextDouble(-60, 60));
    for (String condition : CONDITIONS) {
      if (random.nextInt(3) == 0) {
        String subject = condition.contains("traffic") ? "lights-01" : "zone";
        district.hold(condition, subject, random.nextDouble(4000));
      }
    }
    if (random.nextInt(4) == 0) {
      district.event(1 + random.nextInt(3));
    }
    Zone.Kind[] kinds = Zone.Kind.values();
    Snapshot bare = district.snapshot(kinds[random.nextInt(kinds.length)], SIX);
    Map<PointId, Reading> readings = new HashMap<>();
    for (Device device : bare.devices()) {
      for (PointTemplate point : device.points()) {
        if (point.readable() && random.nextInt(5) > 0) {
          PointId id = device.pointId(point);
          readings.put(id, Reading.good(id, bare.time(), any(point, random)));
        }
      }
    }
    return with(bare, readings);
  }

  private static double any(PointTemplate point, SplittableRandom random) {
    double least = Math.max(point.min(), -50_000);
    double most = Math.min(point.max(), 100_000);
    if (RATINGS.contains(point.name())) {
      return most; // told by the device, and the same for ever
    }
    return switch (point.form()) {
      case SWITCH, STATE -> random.nextInt((int) Math.max(0, least), (int) Math.min(most, 8) + 1);
      case NUMBER, COUNTER ->
          random.nextInt(6) == 0 || least >= most ? least : random.nextDouble(least, most);
    };
  }

  /** Other readings of all points, on the same side of every level. */
  private static Map<PointId, Reading> within(
      Focus focus, Snapshot first, SplittableRandom random) {
    Map<PointId, Watched> watched = new HashMap<>();
    focus.points().forEach(one -> watched.put(one.point(), one));
    Map<PointId, Reading> others = new HashMap<>();
    for (Device device : first.devices()) {
      for (PointTemplate point : device.points()) {
        PointId id = device.pointId(point);
        Reading was = first.readings().get(id);
        Watched how = watched.get(id);
        if (!point.readable() || (how != null && was == null)) {
          continue;
        }
        double value = any(point, random);
        if (how != null && was != null) {
          value = !how.valued() && isBetween(how, was.value(), value) ? value : was.value();
        }
        others.put(id, Reading.good(id, first.time(), value));
      }
    }
    return others;
  }

  private static boolean isBetween(Watched watched, double was, double value) {
    for (double level : watched.levels()) {
      if (Math.signum(was - level) != Math.signum(value - level)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(
      Focus focus, Map<PointId, Reading> before, Map<PointId, Reading> after) {
    return focus.balances().stream()
        .allMatch(it -> Math.signum(sum(it, before)) == Math.signum(sum(it, after)));
  }

  private static double sum(Balance balance, Map<PointId, Reading> readings) {
    double sum = balance.constant();
    for (int i = 0; i < balance.weights().size(); i++) {
      sum +=
          balance.weights().get(i)
              * Objects.requireNonNull(readings.get(balance.points().get(i))).value();
    }
    return sum;
  }

  private static Snapshot with(Snapshot at, Map<PointId, Reading> readings) {
    return with(at, readings, at.held());
  }

  private static Snapshot with(
      Snapshot at, Map<PointId, Reading> readings, List<Snapshot.HeldCondition> held) {
    return new Snapshot(
        at.zone(),
        at.time(),
        at.timeZone(),
        at.sunElevationDeg(),
        at.devices(),
        readings,
        at.setpoints(),
        at.events(),
        at.prices(),
        held,
        at.parameters());
  }

  @ParameterizedTest(name = "{0}: level {1}")
  @CsvSource({
    "lights-01/traffic, 2.5",
    "lights-01/traffic, 7.5",
    "store-01/topTemp, 65",
  })
  void comparisonsWithNumbersAndParametersAreLevels(String point, double level) {
    District district = new District("2026-01-15T20:30:00Z", -50);
    district.hold("street-lighting/late", "zone", 100);
    Snapshot snapshot = district.snapshot(Zone.Kind.FEEDER, SIX);

    Focus focus = book.focus(snapshot, book.decide(snapshot));

    assertThat(focus.points())
        .filteredOn(watched -> watched.point().equals(PointId.parse(point)))
        .singleElement()
        .satisfies(watched -> assertThat(watched.levels()).contains(level));
  }

  @Test
  void aZoneRestsUntilItsNextTime() {
    District district = new District("2026-06-21T10:10:00Z", 60);
    district.hold("street-lighting/unlit", "zone", 10_000);
    Snapshot snapshot = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");
    Outcome outcome = book.decide(snapshot);
    assertThat(outcome.conditions())
        .containsExactly(new Condition("street-lighting/unlit", "zone"));

    Duration rest = book.focus(snapshot, outcome).rest(snapshot, outcome);

    // The sun stands 61.25 degrees above the level of dusk and moves by at most 15 degrees an hour.
    assertThat(rest).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(245));
  }

  @Test
  void aConditionThatRulesWaitForEndsTheRest() {
    District district = new District("2026-06-21T10:10:00Z", 60);
    Snapshot snapshot = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");
    Outcome outcome = book.decide(snapshot);
    assertThat(outcome.conditions()).isNotEmpty();
    List<Duration> rests = new ArrayList<>();
    for (double seconds : new double[] {0, 30}) {
      District later = new District("2026-06-21T10:10:00Z", 60);
      later.hold("street-lighting/unlit", "zone", seconds);
      Snapshot next = later.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");
      rests.add(book.focus(next, book.decide(next)).rest(next, book.decide(next)));
    }
    assertThat(rests).allSatisfy(rest -> assertThat(rest).isLessThanOrEqualTo(Duration.ofHours(1)));
  }
}
