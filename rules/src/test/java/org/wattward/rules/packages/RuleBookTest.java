package org.wattward.rules.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.ManualTime;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.engine.BudgetExceeded;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactFactory;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.read.ReadOutcome;
import org.wattward.rules.read.RuleContext;
import org.wattward.rules.read.RuleReader;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

class RuleBookTest {
  private static final String[] FOUR = {
    "demand-response", "loss-reduction", "waste-heat", "street-lighting"
  };
  private static List<RulePackage> own = List.of();

  @BeforeAll
  static void readOwnPackages() {
    own = PackageLoader.own();
  }

  private static RuleBook book() {
    return new RuleBook(own, RuleEngine.Limits.USUAL, Time.system());
  }

  private static Request request(Decider.Outcome outcome, String point) {
    return outcome.requests().stream()
        .filter(request -> request.point().toString().equals(point))
        .findFirst()
        .orElseThrow(() -> new AssertionError(point + " in " + outcome.requests()));
  }

  @ParameterizedTest(name = "{0}, sun at {1} degrees")
  @CsvSource({
    "2026-06-21T10:00:00Z, 60",
    "2026-12-21T11:00:00Z, 15",
    "2026-01-15T23:30:00Z, -50",
    "2026-03-20T05:30:00Z, -2.5",
    "2026-10-25T01:00:00Z, -40",
  })
  void allFourPackagesOfTheDemonstrationDecideAtAnyTime(String time, double sunElevationDeg) {
    District district = new District(time, sunElevationDeg);

    Decider.Outcome outcome = book().decide(district.snapshot(Zone.Kind.FEEDER, FOUR));

    for (String name : FOUR) {
      assertThat(outcome.requests())
          .as(name)
          .anyMatch(request -> request.source().origin().startsWith(name + " "));
    }
    assertThat(outcome.notices()).isEmpty();
    for (Request request : outcome.requests()) {
      PointTemplate.Writing writing =
          district
              .device(request.point().device())
              .flatMap(device -> device.template().point(request.point().name()))
              .flatMap(PointTemplate::writing)
              .orElseThrow();
      if (request.wish() instanceof Wish.Set(double value)) {
        assertThat(value).as(request.toString()).isBetween(writing.min(), writing.max());
      }
    }
  }

  @Test
  void aRequestSaysWhyWhoAndOnWhichReadingsItRests() {
    District district = new District("2026-06-21T10:00:00Z", 60);
    Snapshot snapshot = district.snapshot(Zone.Kind.HEAT_NETWORK, "waste-heat");

    Request request = request(book().decide(snapshot), "datacentre-01/divert");

    assertThat(request.wish()).isEqualTo(new Wish.Set(1));
    assertThat(request.level()).isEqualTo(13);
    assertThat(request.reason())
        .isEqualTo("15000 W of waste heat are there and the store's bottom has 35 °C.");
    assertThat(request.source())
        .isEqualTo(
            new Request.Source(
                Request.Source.Kind.RULE,
                "Waste heat goes into the network while the store can take it",
                "waste-heat 2.0.0"));
    assertThat(request.issued()).isEqualTo(snapshot.time());
    assertThat(request.validFor()).isEqualTo(Duration.ofMinutes(2));
    assertThat(request.basis())
        .isEqualTo(
            Set.of(
                PointId.parse("datacentre-01/heatAvailable"),
                PointId.parse("datacentre-01/returnTemp"),
                PointId.parse("datacentre-01/divert"),
                PointId.parse("store-01/bottomTemp")));
  }

  @Test
  void aStaleReadingTakesItsRequestsAway() {
    District district = new District("2026-06-21T10:00:00Z", 60);
    district.goStale("store-01/bottomTemp");

    Decider.Outcome outcome =
        book().decide(district.snapshot(Zone.Kind.HEAT_NETWORK, "waste-heat"));

    assertThat(outcome.requests())
        .noneMatch(request -> request.point().toString().equals("datacentre-01/divert"));
  }

  @Test
  void theSameSnapshotGivesTheSameDecision() {
    Snapshot snapshot = new District("2026-06-21T10:00:00Z", 60).snapshot(Zone.Kind.FEEDER, FOUR);

    assertThat(book().decide(snapshot)).isEqualTo(book().decide(snapshot));
  }

  @Test
  void aParameterChangesTheNextDecision() {
    RuleBook book = book();
    District district = new District("2026-01-15T18:00:00Z", -30);
    Snapshot before = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");
    district.set("street-lighting/fullLight", 80);
    Snapshot after = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");
    district.set("street-lighting/fullLight", 20);
    Snapshot outOfRange = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");

    assertThat(
            Stream.of(before, after, outOfRange)
                .map(snapshot -> request(book.decide(snapshot), "lights-01/dimLevel").wish()))
        .containsExactly(new Wish.Set(100), new Wish.Set(80), new Wish.Set(100));
  }

  @Test
  void conditionsCarryTheirPackagesNameAndComeBackWithoutIt() {
    District district = new District("2026-01-15T23:30:00Z", -50);
    RuleBook book = book();
    Snapshot first = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");
    district.hold("street-lighting/deep", "zone", 600);
    Snapshot later = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");

    assertThat(book.decide(first).conditions())
        .contains(new Decider.Condition("street-lighting/deep", "zone"));
    assertThat(request(book.decide(first), "lights-01/dimLevel").wish())
        .isEqualTo(new Wish.Set(100));
    assertThat(request(book.decide(later), "lights-01/dimLevel").wish())
        .isEqualTo(new Wish.Set(30));
  }

  @Test
  void anEventOfTheGridOperatorThrottlesButNeverBelowTheGuaranteedPower() {
    District district = new District("2026-01-15T18:00:00Z", -30);
    district.event(3);

    Decider.Outcome outcome = book().decide(district.snapshot(Zone.Kind.FEEDER, "demand-response"));

    assertThat(request(outcome, "heatpump-05/powerLimit").wish()).isEqualTo(new Wish.Set(4200));
    assertThat(request(outcome, "heatpump-01/sgReady").wish()).isEqualTo(new Wish.Set(1));
    assertThat(request(outcome, "battery-01/powerSetpoint").wish()).isEqualTo(new Wish.Set(-100));
  }

  @Test
  void aPackageCanBeExchangedAndTakenAway() {
    RuleBook book = book();
    District district = new District("2026-06-21T10:00:00Z", 60);
    district.hold("street-lighting/unlit", "zone", 600);
    Snapshot snapshot = district.snapshot(Zone.Kind.LIGHTING_CIRCUIT, "street-lighting");
    PackageFolder changed = changed("street-lighting", "It is day:", "The day is bright:");
    PackageOutcome.Accepted next =
        (PackageOutcome.Accepted) PackageReader.read(changed, Optional.empty());

    book.replace(next.rulePackage());

    assertThat(request(book.decide(snapshot), "lights-01/dimLevel").reason())
        .startsWith("The day is bright:");
    assertThat(next.rulePackage().hash())
        .isNotEqualTo(
            own.stream()
                .filter(one -> one.name().equals("street-lighting"))
                .findFirst()
                .orElseThrow()
                .hash());
    book.remove("street-lighting");
    assertThat(book.decide(snapshot).requests()).isEmpty();
  }

  @Test
  void aPackageThatFailsItsTestsIsRefused() {
    PackageFolder changed =
        changed("street-lighting", "\"contactor\", 0, 120", "\"contactor\", 1, 120");

    PackageOutcome outcome = PackageLoader.load(changed, Optional.empty(), Time.system());

    assertThat(outcome).isInstanceOf(PackageOutcome.Refused.class);
    assertThat(((PackageOutcome.Refused) outcome).problems().getFirst().problem().message())
        .contains("By day the contactor is open", "set cabinet-01/contactor = 0.0");
  }

  @Test
  void aPackageWithoutTestsIsRefused() {
    PackageFolder folder = folder("peak-limit");
    var files = new TreeMap<>(folder.files());
    files.keySet().removeIf(path -> path.startsWith("tests/"));

    PackageOutcome outcome =
        PackageLoader.load(new PackageFolder("peak-limit", files), Optional.empty(), Time.system());

    assertThat(outcome).isInstanceOf(PackageOutcome.Refused.class);
  }

  @Test
  void tooManyFiringsEndTheDecision() {
    RuleBook book =
        new RuleBook(own, new RuleEngine.Limits(2, Duration.ofSeconds(5)), Time.system());
    Snapshot snapshot = new District("2026-06-21T10:00:00Z", 60).snapshot(Zone.Kind.FEEDER, FOUR);

    assertThatThrownBy(() -> book.decide(snapshot))
        .isInstanceOf(BudgetExceeded.class)
        .hasMessageContaining("more than 2 times");
  }

  @Test
  void aJoinOfTooManyFactsEndsWhenItsTimeIsOver() {
    String text =
        """
        package wattward.test
        import org.wattward.rules.conclusions.Condition
        import org.wattward.rules.facts.Meter
        rule "Three meters add up"
        when
            Meter($one : device, hasPower, $a : powerW)
            Meter($two : device, hasPower, $b : powerW, powerW > $a)
            Meter(hasPower, powerW > $a + $b)
        then
            insertLogical(new Condition($one, $two));
        end
        """;
    ReadOutcome read = RuleReader.read("test.drl", text, RuleContext.NONE);
    assertThat(read).isInstanceOf(ReadOutcome.Accepted.class);
    ManualTime time = new ManualTime(Instant.parse("2026-06-21T10:00:00Z"));
    AtomicInteger looks = new AtomicInteger();
    // A clock on which a look takes a second, so that the machine's speed does not matter.
    Time slow =
        new Time() {
          @Override
          public Instant now() {
            return time.now();
          }

          @Override
          public long nanos() {
            return looks.incrementAndGet() * 1_000_000_000L;
          }

          @Override
          public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
          }

          @Override
          public boolean await(Semaphore semaphore, Duration duration) throws InterruptedException {
            return time.await(semaphore, duration);
          }
        };
    RuleEngine engine =
        new RuleEngine(
            ((ReadOutcome.Accepted) read).file().rules(),
            Map.of(),
            new RuleEngine.Limits(Integer.MAX_VALUE - 1, Duration.ofSeconds(10)),
            slow);
    List<Fact> meters = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      meters.add(
          FactFactory.make(
              FactSchema.type("Meter").orElseThrow(),
              Map.of("device", "meter-" + i, "hasPower", true, "powerW", (double) i)));
    }

    assertThatThrownBy(() -> engine.run(meters))
        .isInstanceOf(BudgetExceeded.class)
        .hasMessageContaining("longer than 10000 ms");
    assertThat(looks.get()).isEqualTo(12);
  }

  private static PackageFolder folder(String name) {
    return PackageLoader.ownFolders().stream()
        .filter(folder -> folder.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static PackageFolder changed(String name, String before, String after) {
    PackageFolder folder = folder(name);
    Map<String, String> texts = new TreeMap<>();
    folder.files().keySet().forEach(path -> texts.put(path, folder.text(path)));
    texts.replaceAll((path, text) -> path.endsWith(".drl") ? text.replace(before, after) : text);
    return PackageFolder.ofTexts(name, texts);
  }
}
