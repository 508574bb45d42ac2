package org.wattward.controller.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wattward.controller.district.TestSite;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.decide.Snapshot.HeldCondition;

class ZoneLoopTest {
  private static final Instant NOON = Instant.parse("2026-06-21T11:33:00Z");

  private final ManualTime time = new ManualTime(NOON);
  private final SteppedLoops loops = new SteppedLoops(time);
  private final Site site = TestSite.site();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<ConditionChange> changes = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private Set<Decider.Condition> states = Set.of();
  private Duration decisionTakes = Duration.ZERO;
  private final ZoneLoop zone =
      new ZoneLoop(
          site.zones().getFirst(),
          this::decide,
          new ZoneSources(
              site,
              time,
              loops,
              _ -> Map.of(),
              _ -> Map.of(),
              List::of,
              PriceBook.NONE,
              Optional::empty,
              Map::of,
              _ -> true,
              Keep.NONE),
          new ZoneLoop.Listener() {
            @Override
            public void decided(Zone zone, Snapshot snapshot, Decider.Outcome outcome) {}

            @Override
            public void stated(Zone zone, List<ConditionChange> more) {
              changes.addAll(more);
            }

            @Override
            public void failed(Zone zone, RuntimeException fault) {
              faults.add(String.valueOf(fault.getMessage()));
            }

            @Override
            public void recovered(Zone zone) {
              faults.add("recovered");
            }
          });

  private Decider.Outcome decide(Snapshot snapshot) {
    snapshots.add(snapshot);
    time.advance(decisionTakes);
    return new Decider.Outcome(List.of(), states, List.of(), 0);
  }

  @Test
  void itDecidesOnceInATickWhenNothingChanges() {
    zone.start();
    loops.run(Duration.ofMillis(10_500));

    assertThat(snapshots).hasSize(11);
    assertThat(zone.missedTicks()).isZero();
  }

  @Test
  void itDecidesAtOnceWhenSomethingChangesAndManyChangesTogether() {
    zone.start();
    loops.run(Duration.ofMillis(500));

    zone.changed();
    loops.settle();
    assertThat(snapshots).hasSize(2);

    for (int i = 0; i < 100; i++) {
      zone.changed();
      loops.settle();
    }
    assertThat(snapshots).hasSize(2);
    loops.run(Duration.ofMillis(5));
    assertThat(snapshots).hasSize(3);
  }

  @Test
  void aSlowDecisionIsFollowedByALongerRest() {
    decisionTakes = Duration.ofMillis(20);
    zone.start();
    loops.settle();
    zone.changed();
    loops.run(Duration.ofMillis(5));
    assertThat(snapshots).hasSize(2);

    zone.changed();
    loops.run(Duration.ofMillis(159));
    assertThat(snapshots).hasSize(2);

    loops.run(Duration.ofMillis(1));
    assertThat(snapshots).hasSize(3);
  }

  @Test
  void whatOnlyDriftsWaitsAndDoesNotKeepAChangeWaiting() {
    zone.start();
    loops.settle();
    zone.drifted();
    loops.run(Duration.ofMillis(49));
    assertThat(snapshots).hasSize(1);

    loops.run(Duration.ofMillis(1));
    assertThat(snapshots).hasSize(2);

    zone.drifted();
    zone.changed();
    loops.run(Duration.ofMillis(5));
    assertThat(snapshots).hasSize(3);
  }

  @Test
  void ticksThatCouldNotBeKeptAreCounted() {
    decisionTakes = Duration.ofMillis(3500);
    zone.start();
    loops.run(Duration.ofSeconds(10));

    assertThat(zone.missedTicks()).isEqualTo(4);
    assertThat(zone.maxLatenessMs()).isEqualTo(2505, within(1e-6));
  }

  @Test
  void aConditionIsHeldForAsLongAsItIsStatedWithoutABreak() {
    states = Set.of(new Decider.Condition("loaded", "feeder"));
    zone.start();
    loops.run(Duration.ofMillis(3500));
    assertThat(snapshots.getFirst().held()).isEmpty();
    assertThat(snapshots.getLast().held())
        .containsExactly(new HeldCondition("loaded", "feeder", 3));

    states = Set.of();
    loops.run(Duration.ofSeconds(1));
    states = Set.of(new Decider.Condition("loaded", "feeder"));
    loops.run(Duration.ofSeconds(2));
    assertThat(snapshots.getLast().held())
        .containsExactly(new HeldCondition("loaded", "feeder", 1));
    assertThat(changes).extracting(ConditionChange::holds).containsExactly(true, false, true);
  }

  @Test
  void theSnapshotKnowsWhereTheSunStands() {
    zone.start();
    loops.settle();

    // Summer solstice at noon: 90 - 51.2 + 23.44 degrees.
    assertThat(snapshots.getFirst().sunElevationDeg()).isEqualTo(62.2, within(0.1));
  }

  @Test
  void aFaultIsToldOnceAndItsEndToo() {
    ZoneLoop faulty = zone;
    states = Set.of();
    faulty.start();
    decisionTakes = Duration.ofMillis(-1); // time refuses to go back, which is a fault
    loops.run(Duration.ofSeconds(3));
    assertThat(faults).hasSize(1);

    decisionTakes = Duration.ZERO;
    loops.run(Duration.ofSeconds(2));
    assertThat(faults).hasSize(2).last().isEqualTo("recovered");
  }
}
