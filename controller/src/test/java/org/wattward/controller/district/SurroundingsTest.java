package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.DIM;
import static org.wattward.controller.district.TestSite.LIMIT;
import static org.wattward.controller.district.TestSite.LIMIT_2;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.MemoryFile;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.ChangeLimit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.Zone;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.Interlock;
import org.wattward.devices.time.ManualTime;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/** What points of a device, and devices of a zone, mean for each other. */
class SurroundingsTest {
  private static final PointId POWER = PointId.parse("heatpump-01/power");
  private static final PointId DIM_2 = PointId.parse("lamp-02/dimLevel");

  /** Heat pumps run only while they read below 9000 W; half of the lamps may change in a minute. */
  private static Site site() {
    Site site = TestSite.site();
    return new Site(
        site.id(),
        site.title(),
        site.timeZone(),
        site.latitudeDeg(),
        site.longitudeDeg(),
        site.links(),
        site.devices().stream().map(SurroundingsTest::locked).toList(),
        site.zones().stream().map(SurroundingsTest::slow).toList(),
        site.network(),
        site.schedules(),
        site.parameters());
  }

  private static Device locked(Device device) {
    if (!device.id().startsWith("heatpump")) {
      return device;
    }
    DeviceTemplate of = device.template();
    Interlock interlock =
        new Interlock(
            "powerLimit", "power", Double.NEGATIVE_INFINITY, 9000, 500, "Its fuse is small.");
    return new Device(
        device.id(),
        device.title(),
        new DeviceTemplate(
            of.id(),
            of.title(),
            of.kind(),
            of.protocol(),
            of.source(),
            of.pacing(),
            of.sunSpec(),
            of.identification(),
            of.points(),
            List.of(interlock)),
        device.link(),
        device.unit(),
        device.prefix(),
        device.bus(),
        device.properties());
  }

  private static Zone slow(Zone zone) {
    return new Zone(
        zone.id(),
        zone.title(),
        zone.kind(),
        zone.devices(),
        zone.packages(),
        zone.tick(),
        zone.id().equals("lighting")
            ? List.of(new ChangeLimit("dimLevel", 0.5, Duration.ofMinutes(1)))
            : List.of());
  }

  private static void set(TestDistrict test, PointId point, double value, int level) {
    District.Receipt receipt =
        test.district.request(
            new Request(
                "by hand " + point + level,
                point,
                new Wish.Set(value),
                level,
                "For the test.",
                new Source(Source.Kind.PERSON, "anna", ""),
                test.time.now(),
                Duration.ofHours(1),
                Set.of()));
    assertThat(receipt).isInstanceOf(District.Receipt.Accepted.class);
  }

  @Test
  void anInterlockActsOnAReadingAtOnceAndLetsGoAgain() {
    TestDistrict test = new TestDistrict(site()).started();
    assertThat(test.district.setpoint(LIMIT)).contains(10_000.0);

    test.link("link-hp-1").show(POWER, 9500);
    test.run(1.1);
    assertThat(test.district.setpoint(LIMIT)).contains(500.0);
    assertThat(test.district.setpoint(LIMIT_2)).contains(10_000.0);
    assertThat(test.decision(LIMIT).clips())
        .singleElement()
        .satisfies(clip -> assertThat(clip.why()).contains("fuse", "heatpump-01/power", "9500"));
    set(test, LIMIT, 8000, 1);
    test.run(1);
    assertThat(test.district.setpoint(LIMIT)).contains(500.0);

    test.link("link-hp-1").show(POWER, 3000);
    test.run(1.1);
    assertThat(test.district.setpoint(LIMIT)).contains(8000.0);
  }

  @Test
  void withoutAGoodReadingAnInterlockHolds() {
    TestDistrict test = new TestDistrict(site()).started();
    test.silence("link-hp-1");
    test.run(10);

    assertThat(test.district.setpoint(LIMIT)).contains(500.0);
    assertThat(test.decision(LIMIT).clips().getFirst().why()).contains("no good reading");
  }

  @Test
  void onlySoManyOfAFleetChangeAtATime() {
    TestDistrict test = new TestDistrict(site()).started();
    set(test, DIM, 40, 8);
    set(test, DIM_2, 40, 8);
    test.run(5);

    List<PointId> lamps = List.of(DIM, DIM_2);
    assertThat(lamps.stream().filter(lamp -> test.district.setpoint(lamp).orElse(0.0) == 40))
        .hasSize(1);
    PointId waits =
        lamps.stream()
            .filter(lamp -> test.district.setpoint(lamp).orElse(0.0) == 100)
            .findFirst()
            .orElseThrow();
    assertThat(test.decision(waits).clips())
        .anySatisfy(clip -> assertThat(clip.why()).contains("at most 1 may change in"));

    test.run(56);
    assertThat(lamps).allMatch(lamp -> test.district.setpoint(lamp).orElse(0.0) == 40);
  }

  @Test
  void aFleetCountsFromWhenAChangeReallyLeft() {
    TestDistrict test = new TestDistrict(site()).started();
    test.silence("gateway");
    test.link("gateway").lose("Pulled out.");
    test.run(30);
    set(test, DIM, 40, 8);
    test.run(90); // decided long ago, and not gone out
    assertThat(test.district.setpoint(DIM)).contains(40.0);
    assertThat(test.written("gateway", DIM)).isEmpty();
    test.speak("gateway");
    test.link("gateway").comeBack();
    while (test.written("gateway", DIM).isEmpty()) {
      test.run(0.25);
    }
    test.run(0.5);

    set(test, DIM_2, 40, 8);
    test.run(55);
    assertThat(test.district.setpoint(DIM_2)).contains(100.0);
    test.run(6);
    assertThat(test.district.setpoint(DIM_2)).contains(40.0);
  }

  @Test
  void aRestartDoesNotForgetWhoJustChanged(@TempDir Path directory) {
    ManualTime time = new ManualTime(TestDistrict.START);
    TestDistrict before = new TestDistrict(site(), time, MemoryFile.in(directory, time)).started();
    set(before, DIM, 40, 8);
    before.run(2);
    assertThat(before.district.setpoint(DIM)).contains(40.0);

    // Without a stop, as after a crash.
    TestDistrict after = new TestDistrict(site(), time, MemoryFile.in(directory, time));
    after.link("gateway").show(DIM, 40);
    after.started();
    set(after, DIM_2, 40, 8);
    after.run(2);
    assertThat(after.district.setpoint(DIM_2)).contains(100.0);
    after.run(60);
    assertThat(after.district.setpoint(DIM_2)).contains(40.0);
  }

  @Test
  void inNoMinuteMoreThanTheirShareChange() {
    TestDistrict test = new TestDistrict(site()).started();
    Instant start = test.time.now();
    for (int i = 0; i < 20; i++) {
      set(test, DIM, i % 2 == 0 ? 40 : 70, 8);
      set(test, DIM_2, i % 2 == 0 ? 40 : 70, 8);
      test.run(7 + i * 5);
    }

    List<Decision> changes = new ArrayList<>();
    Map<PointId, Double> last = new HashMap<>();
    for (Decision decision : test.record.decisions) {
      Double before = last.put(decision.point(), decision.setpoint());
      if (isLamp(decision.point())
          && decision.time().isAfter(start)
          && (before == null || before != decision.setpoint())) {
        changes.add(decision);
      }
    }
    assertThat(changes).extracting(Decision::point).contains(DIM, DIM_2);
    for (Decision change : changes) {
      Instant until = change.time().plus(Duration.ofMinutes(1));
      assertThat(
              changes.stream()
                  .filter(other -> !other.time().isBefore(change.time()))
                  .filter(other -> other.time().isBefore(until))
                  .map(Decision::point)
                  .distinct())
          .as("changed from %s on", change.time())
          .hasSize(1);
    }
  }

  private static boolean isLamp(PointId point) {
    return point.name().equals("dimLevel");
  }
}
