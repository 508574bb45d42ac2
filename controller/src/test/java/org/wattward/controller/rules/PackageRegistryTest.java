package org.wattward.controller.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.district.TestSite;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.ListedRecord;
import org.wattward.controller.record.PackageNote;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.packages.PackageFolder;
import org.wattward.rules.request.Wish;

class PackageRegistryTest {
  private static final Instant NOON = Instant.parse("2026-06-21T10:00:00Z");
  private static final Deed ANNA = new Deed("anna", "The contract changed.");
  private static final Deed BORIS = new Deed("boris", "Looks right.");

  private final ManualTime time = new ManualTime(NOON);
  private final ListedRecord recorder = new ListedRecord();
  @TempDir private Path directory;

  private PackageRegistry open(Site site) {
    return new PackageRegistry(new PackageRegistry.Parts(site, directory, recorder, time));
  }

  private PackageRegistry open() {
    return open(TestSite.site());
  }

  static Site fourEyes() {
    Site site = TestSite.site();
    return new Site(
        site.id(),
        site.title(),
        site.timeZone(),
        site.latitudeDeg(),
        site.longitudeDeg(),
        site.links(),
        site.devices(),
        site.zones(),
        site.network(),
        site.schedules(),
        site.parameters(),
        true,
        Optional.empty(),
        site.holidays(),
        site.orders());
  }

  private Decider.Outcome decide(PackageRegistry registry) {
    Site site = registry.site();
    Zone zone = site.zones().getFirst();
    List<Device> devices =
        zone.devices().stream().map(id -> site.device(id).orElseThrow()).toList();
    Map<PointId, Reading> readings = new HashMap<>();
    for (Device device : devices) {
      PointId power = new PointId(device.id(), "power");
      readings.put(power, Reading.good(power, time.now(), 5000));
    }
    return registry
        .decider(zone)
        .decide(
            new Snapshot(
                zone,
                time.now(),
                site.timeZone(),
                60,
                devices,
                readings,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                registry.parameters(site)));
  }

  /** What is asked for heat pump 1, or NaN. */
  private double decided(PackageRegistry registry) {
    return decide(registry).requests().stream()
        .filter(request -> request.point().equals(TestSite.LIMIT))
        .map(request -> ((Wish.Set) request.wish()).value())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Stage stage(PackageRegistry registry, PackageVersion version) {
    KeptPackage known = registry.packages().get(version.name());
    return known.stage(known.version(version.hash()).orElseThrow());
  }

  @Test
  void aVersionGoesFromTestedByShadowToActiveAndIsRetiredByTheNext() {
    PackageRegistry registry = open();
    PackageVersion first = registry.load(Example.limitingTo(4200), ANNA);
    assertThat(stage(registry, first)).isEqualTo(Stage.TESTED);
    assertThat(decided(registry)).isNaN();

    assertThat(registry.activate(Example.NAME, first.hash(), ANNA)).isEmpty();
    assertThat(decided(registry)).isEqualTo(4200);

    PackageVersion second = registry.load(Example.limitingTo(3000), ANNA);
    assertThat(registry.tryOut(Example.NAME, second.hash(), BORIS)).isEmpty();
    assertThat(stage(registry, second)).isEqualTo(Stage.SHADOW);
    assertThat(decided(registry)).isEqualTo(4200);

    assertThat(registry.activate(Example.NAME, second.hash().substring(0, 8), BORIS)).isEmpty();
    assertThat(decided(registry)).isEqualTo(3000);
    assertThat(stage(registry, first)).isEqualTo(Stage.RETIRED);
    assertThat(registry.trials(Example.NAME)).isEmpty();
    assertThat(recorder.packages)
        .extracting(note -> note.stage() + " by " + note.by())
        .containsExactly(
            "tested by anna",
            "active by anna",
            "tested by anna",
            "shadow by boris",
            "active by boris");
    assertThat(recorder.packages)
        .extracting(PackageNote::sha256)
        .contains(Example.limitingTo(4200).hash(), Example.limitingTo(3000).hash());
    assertThat(recorder.audited).extracting(AuditEntry::actor).contains("anna", "boris");
  }

  @Test
  void aPackageWhoseTestsFailStaysADraftAndTheLastGoodOneDecides() {
    PackageRegistry registry = open();
    registry.activate(Example.NAME, registry.load(Example.limitingTo(4200), ANNA).hash(), ANNA);

    PackageVersion wrong = registry.load(Example.failing(3000), ANNA);

    assertThat(stage(registry, wrong)).isEqualTo(Stage.DRAFT);
    assertThat(wrong.problems()).first().asString().contains("expected").contains("3001");
    assertThat(registry.activate(Example.NAME, wrong.hash(), BORIS))
        .hasValueSatisfying(why -> assertThat(why).contains("is not right"));
    assertThat(registry.tryOut(Example.NAME, wrong.hash(), BORIS)).isPresent();
    assertThat(decided(registry)).isEqualTo(4200);
  }

  @Test
  void aTrialDecidesBesideIsRecordedOnceAndWritesNothing() {
    PackageRegistry registry = open();
    registry.activate(Example.NAME, registry.load(Example.limitingTo(4200), ANNA).hash(), ANNA);
    registry.tryOut(Example.NAME, registry.load(Example.limitingTo(3000), ANNA).hash(), ANNA);

    for (int i = 0; i < 10; i++) {
      assertThat(decide(registry).requests())
          .extracting(request -> request.wish())
          .containsOnly(new Wish.Set(4200));
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(recorder.trials).hasSize(1);
    assertThat(recorder.trials.getFirst().detail()).contains("3000").contains("4200");
    Trial trial = registry.trials(Example.NAME).getFirst();
    assertThat(trial.decisions()).isEqualTo(10);
    assertThat(trial.differing()).isEqualTo(10);
    assertThat(trial.differences()).hasSize(4);

    assertThat(registry.endTrial(Example.NAME, BORIS)).isEmpty();
    decide(registry);
    assertThat(registry.trials(Example.NAME)).isEmpty();
  }

  @Test
  void oneCallRollsBackAndOneMoreGoesFurtherBack() {
    PackageRegistry registry = open();
    for (int limitW : new int[] {4200, 3000, 2000}) {
      registry.activate(Example.NAME, registry.load(Example.limitingTo(limitW), ANNA).hash(), ANNA);
    }

    assertThat(registry.rollBack(Example.NAME, BORIS)).isEmpty();
    assertThat(decided(registry)).isEqualTo(3000);
    assertThat(registry.rollBack(Example.NAME, BORIS)).isEmpty();
    assertThat(decided(registry)).isEqualTo(4200);
    assertThat(registry.rollBack(Example.NAME, BORIS)).isPresent();
    assertThat(decided(registry)).isEqualTo(4200);
  }

  @Test
  void aRetiredPackageDecidesNothingUntilItIsRolledBack() {
    PackageRegistry registry = open();
    registry.activate(Example.NAME, registry.load(Example.limitingTo(4200), ANNA).hash(), ANNA);

    assertThat(registry.retire(Example.NAME, BORIS)).isEmpty();
    assertThat(decided(registry)).isNaN();
    assertThat(decided(open())).isNaN();
    assertThat(registry.rollBack(Example.NAME, BORIS)).isEmpty();
    assertThat(decided(registry)).isEqualTo(4200);
  }

  @Test
  void whatWasInForceIsSoAgainAfterARestart() {
    PackageRegistry before = open();
    before.activate(Example.NAME, before.load(Example.limitingTo(4200), ANNA).hash(), ANNA);
    before.activate(Example.NAME, before.load(Example.limitingTo(3000), ANNA).hash(), ANNA);
    before.tryOut(Example.NAME, before.load(Example.limitingTo(2000), ANNA).hash(), ANNA);

    PackageRegistry after = open();

    assertThat(decided(after)).isEqualTo(3000);
    assertThat(after.trials(Example.NAME)).hasSize(1);
    assertThat(after.rollBack(Example.NAME, BORIS)).isEmpty();
    assertThat(decided(after)).isEqualTo(4200);
  }

  @Test
  void aVersionWhoseFilesWereChangedOnTheDiskIsNotUsedButTheOneBefore() throws IOException {
    PackageRegistry before = open();
    before.activate(Example.NAME, before.load(Example.limitingTo(4200), ANNA).hash(), ANNA);
    PackageVersion changed = before.load(Example.limitingTo(3000), ANNA);
    before.activate(Example.NAME, changed.hash(), ANNA);
    Files.writeString(
        directory.resolve("versions").resolve(changed.hash()).resolve("rules.drl"), "// nothing");

    assertThat(decided(open())).isEqualTo(4200);
  }

  @Test
  void whereFourEyesAreAskedForTheAuthorCannotActivate() {
    PackageRegistry registry = open(fourEyes());
    PackageVersion version = registry.load(Example.limitingTo(4200), ANNA);

    assertThat(registry.activate(Example.NAME, version.hash(), ANNA))
        .hasValueSatisfying(why -> assertThat(why).contains("four eyes"));
    assertThat(decided(registry)).isNaN();
    assertThat(registry.activate(Example.NAME, version.hash(), BORIS)).isEmpty();
    assertThat(decided(registry)).isEqualTo(4200);
  }

  @Test
  void twoPackagesOfOneLevelCannotSetTheSamePoint() {
    Site site = TestSite.site();
    Zone feeder = site.zones().getFirst();
    Zone both =
        new Zone(
            feeder.id(),
            feeder.title(),
            feeder.kind(),
            feeder.devices(),
            List.of("test", "second"),
            feeder.tick());
    PackageRegistry registry =
        open(
            new Site(
                site.id(),
                site.title(),
                site.timeZone(),
                site.latitudeDeg(),
                site.longitudeDeg(),
                site.links(),
                site.devices(),
                List.of(both),
                site.network(),
                site.schedules(),
                site.parameters()));
    registry.activate(Example.NAME, registry.load(Example.limitingTo(4200), ANNA).hash(), ANNA);

    PackageFolder same = Example.folder("second", 11, 2000, 2000);
    PackageFolder other = Example.folder("second", 12, 2000, 2000);

    assertThat(registry.activate("second", registry.load(same, ANNA).hash(), ANNA))
        .hasValueSatisfying(
            why -> assertThat(why).contains("heatpump-01/powerLimit").contains("level 11"));
    assertThat(registry.activate("second", registry.load(other, ANNA).hash(), ANNA)).isEmpty();
  }

  @Test
  void aParameterIsSetWithinItsRangeAuditedAndKept() {
    PackageRegistry registry = open();
    registry.activate(Example.NAME, registry.load(Example.limitingTo(4200), ANNA).hash(), ANNA);
    AtomicInteger told = new AtomicInteger();
    registry.onChange(told::incrementAndGet);

    assertThat(registry.parameters().set(Example.NAME, "threshold", 6000, BORIS)).isEmpty();

    assertThat(decided(registry)).as("5000 W is not above the threshold now").isNaN();
    assertThat(told).hasValue(1);
    assertThat(recorder.audited.getLast())
        .isEqualTo(
            new AuditEntry(
                NOON,
                "boris",
                "parameter changed",
                "test/threshold",
                "From 1000.0 to 6000.0: Looks right."));
    assertThat(decided(open())).as("after a restart").isNaN();
    assertThat(registry.parameters().set(Example.NAME, "threshold", 9001, BORIS))
        .hasValue(
            "9001.0 W for test/threshold is outside 100.0 to 9000.0 W. Maybe it is in another"
                + " unit.");
    assertThat(registry.parameters().set(Example.NAME, "threshold", Double.NaN, BORIS)).isPresent();
    assertThat(registry.parameters().set(Example.NAME, "treshold", 1, BORIS)).isPresent();
    assertThat(registry.parameters().reset(Example.NAME, "threshold", BORIS)).isEmpty();
    assertThat(decided(registry)).isEqualTo(4200);
    assertThat(registry.parameters().reset(Example.NAME, "threshold", BORIS)).isPresent();
  }

  @Test
  void activationLosesNoDecisionAndEachIsWhollyOfOneVersion() throws InterruptedException {
    PackageRegistry registry = open();
    PackageVersion one = registry.load(Example.limitingTo(4200), ANNA);
    PackageVersion other = registry.load(Example.limitingTo(3000), ANNA);
    registry.activate(Example.NAME, one.hash(), ANNA);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger wrong = new AtomicInteger();
    AtomicInteger decisions = new AtomicInteger();
    Thread zone =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                List<Wish> wishes =
                    decide(registry).requests().stream().map(request -> request.wish()).toList();
                decisions.incrementAndGet();
                boolean whole =
                    wishes.equals(List.of(new Wish.Set(4200), new Wish.Set(4200)))
                        || wishes.equals(List.of(new Wish.Set(3000), new Wish.Set(3000)));
                if (!whole) {
                  wrong.incrementAndGet();
                }
              }
            });
    for (int i = 0; i < 40; i++) {
      assertThat(registry.activate(Example.NAME, (i % 2 == 0 ? other : one).hash(), ANNA))
          .isEmpty();
    }
    over.set(true);
    zone.join();

    assertThat(decisions).hasPositiveValue();
    assertThat(wrong).hasValue(0);
    assertThat(registry.packages().get(Example.NAME).active()).isEqualTo(Optional.of(one.hash()));
  }
}
