package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wattward.controller.district.TestSite.DIM;
import static org.wattward.controller.district.TestSite.LIMIT;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.arbitration.Equipment;
import org.wattward.controller.arbitration.MemoryFile;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.ManualTime;

/** A controller that ends without a word, and the next one in the same data directory. */
class RestartTest {
  @TempDir private Path directory;

  private TestDistrict startedAt(Instant instant) {
    ManualTime time = new ManualTime(instant);
    return new TestDistrict(TestSite.site(), time, MemoryFile.in(directory, time));
  }

  @Test
  void anOverrideOutlivesACrashAndStillEndsInTime() {
    TestDistrict before = startedAt(TestDistrict.START).started();
    before.district.request(before.override("o1", LIMIT, 8000, Duration.ofMinutes(10)));
    before.run(60);

    TestDistrict after = startedAt(before.time.now().plusSeconds(30));
    after.link("link-hp-1").show(LIMIT, 8000);
    after.started();

    assertThat(after.district.setpoint(LIMIT)).contains(8000.0);
    assertThat(after.link("link-hp-1").written()).isEmpty();
    after.run(600 - 60 - 30 - 10 - 1);
    assertThat(after.district.setpoint(LIMIT)).contains(8000.0);
    after.run(2);
    assertThat(after.district.setpoint(LIMIT)).contains(10_000.0);
  }

  @Test
  void anOverrideThatEndedMeanwhileIsGone() {
    TestDistrict before = startedAt(TestDistrict.START).started();
    before.district.request(before.override("o1", LIMIT, 8000, Duration.ofMinutes(10)));
    before.run(1);

    TestDistrict after = startedAt(before.time.now().plusSeconds(600)).started();

    assertThat(after.district.requests(LIMIT)).isEmpty();
  }

  @Test
  void anOverrideTakenBackStaysTakenBack() {
    TestDistrict before = startedAt(TestDistrict.START).started();
    before.district.request(before.override("o1", LIMIT, 8000, Duration.ofMinutes(10)));
    before.run(1);
    before.district.withdraw("o1");
    before.run(1);

    TestDistrict after = startedAt(before.time.now()).started();

    assertThat(after.district.requests(LIMIT)).isEmpty();
  }

  @Test
  void aMinimumTimeCountsAcrossACrash() {
    TestDistrict before = startedAt(TestDistrict.START).started();
    before.district.request(before.override("o1", DIM, 40, Duration.ofMinutes(10)));
    before.run(10);
    assertThat(before.written("gateway", DIM)).containsExactly(40.0);

    TestDistrict after = startedAt(before.time.now().plusSeconds(10));
    after.link("gateway").show(DIM, 40);
    after.started();
    after.district.withdraw("o1");

    after.run(28); // 10 + 10 + 10 + 28 s of the 60 s
    assertThat(after.district.setpoint(DIM)).contains(40.0);
    after.run(3);
    assertThat(after.district.setpoint(DIM)).contains(100.0);
  }

  @Test
  void aStartOfACompressorCountsAcrossACrash() {
    TestDistrict before = startedOnceAnHour(TestDistrict.START).started();
    before.district.request(before.override("o1", LIMIT, 0, Duration.ofMinutes(50)));
    before.run(5);
    before.district.withdraw("o1");
    before.run(5);
    assertThat(before.written("link-hp-1", LIMIT)).containsExactly(0.0, 10_000.0);

    TestDistrict after = startedOnceAnHour(before.time.now().plusSeconds(230));
    after.link("link-hp-1").show(LIMIT, 10_000);
    after.started();
    after.district.request(after.override("o2", LIMIT, 0, Duration.ofMinutes(50)));
    after.run(5);
    after.district.withdraw("o2");

    after.run(3_600 - 5 - 230 - 10 - 5 - 5); // a few seconds are left of the hour
    assertThat(after.district.setpoint(LIMIT)).contains(0.0);
    assertThat(after.decision(LIMIT).clips())
        .anySatisfy(clip -> assertThat(clip.why()).contains("may start 1 times in an hour"));
    after.run(15);
    assertThat(after.district.setpoint(LIMIT)).contains(10_000.0);
  }

  private TestDistrict startedOnceAnHour(Instant instant) {
    ManualTime time = new ManualTime(instant);
    Site site = TestSite.site();
    List<Device> devices = site.devices().stream().map(RestartTest::onceAnHour).toList();
    Site rare =
        new Site(
            site.id(),
            site.title(),
            site.timeZone(),
            site.latitudeDeg(),
            site.longitudeDeg(),
            site.links(),
            devices,
            site.zones(),
            site.network(),
            site.schedules(),
            site.parameters());
    return new TestDistrict(rare, time, MemoryFile.in(directory, time));
  }

  private static Device onceAnHour(Device device) {
    return new Device(
        device.id(),
        device.title(),
        device.template(),
        device.link(),
        device.unit(),
        device.prefix(),
        device.bus(),
        Map.of(LIMIT.name() + Equipment.STARTS_PROPERTY, 1.0));
  }

  @Test
  void aValueThatChangedMeanwhileCountsAsNew() {
    TestDistrict before = startedAt(TestDistrict.START).started();
    before.district.request(before.override("o1", DIM, 40, Duration.ofSeconds(11)));
    before.run(10);

    TestDistrict after = startedAt(before.time.now().plusSeconds(3600));
    after.link("gateway").show(DIM, 70); // somebody else did that, nobody knows when
    after.started();

    after.run(45);
    assertThat(after.district.setpoint(DIM)).contains(70.0);
    after.run(20);
    assertThat(after.district.setpoint(DIM)).contains(100.0);
  }
}
