package org.wattward.controller.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wattward.controller.acquisition.DeviceHealth.Condition;
import org.wattward.controller.district.TestSite;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.time.ManualTime;
import org.wattward.protocols.link.FakeLink;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.LinkListener.StateChange;

class AcquisitionTest {
  private static final long SEED = Long.getLong("wattward.acquisition.seed", 20261121L);
  private static final PointId POWER = PointId.parse("heatpump-01/power");
  private static final PointId LIMIT = TestSite.LIMIT;

  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T12:00:00Z"));
  private final SteppedLoops loops = new SteppedLoops(time);
  private final Map<String, LinkListener> listeners = new HashMap<>();
  private final List<String> news = new ArrayList<>();
  private final Map<PointId, String> told = new HashMap<>();
  private final Acquisition acquisition =
      new Acquisition(
          TestSite.site(),
          time,
          (link, devices, listener) -> {
            listeners.put(link.id(), listener);
            return new FakeLink(link.id(), devices, listener, time);
          },
          loops,
          new News());
  private boolean quiet;
  private final ReadingTable table = acquisition.table();

  private final class News implements Acquisition.Listener {
    @Override
    public void arrived(Acquisition.Batch batch) {
      if (quiet) {
        return;
      }
      news.add("changed " + batch.changedDevices() + " requalified " + batch.requalified());
    }

    @Override
    public void aged(List<Reading> readings) {
      readings.forEach(reading -> news.add("aged " + reading.point()));
      readings.forEach(reading -> told.put(reading.point(), stage(reading)));
    }

    @Override
    public void linkChanged(StateChange change) {}

    @Override
    public void deviceChanged(Device device, DeviceHealth health) {
      news.add(device.id() + " " + health.condition());
    }
  }

  private void arrive(Reading... readings) {
    Objects.requireNonNull(listeners.get("link-hp-1")).readings("link-hp-1", List.of(readings));
  }

  private Reading good(PointId point, double value) {
    return Reading.good(point, time.now(), value);
  }

  private void run(double seconds) {
    loops.run(Duration.ofMillis((long) (seconds * 1000)));
  }

  private Quality quality(PointId point) {
    return table.reading(point).orElseThrow().quality();
  }

  @Test
  void aFastPointIsGoodForFiveSecondsStaleUntilFifteenThenBad() {
    acquisition.start();
    arrive(good(POWER, 1000), good(LIMIT, 4200));

    run(5);
    assertThat(quality(POWER)).isEqualTo(Quality.Known.GOOD);
    run(0.25);
    assertThat(quality(POWER)).isEqualTo(Quality.Known.STALE);
    assertThat(table.reading(POWER).orElseThrow().value()).isEqualTo(1000);
    run(9.75);
    assertThat(quality(POWER)).isEqualTo(Quality.Known.STALE);
    run(0.25);
    assertThat(quality(POWER))
        .isEqualTo(
            new Quality.Bad(
                "No reading of heatpump-01/power for more than 15 s; the last was 1000 W."));
  }

  @Test
  void aSlowerPointAgesWithItsDeviceWhenThatIsSilent() {
    acquisition.start();
    arrive(good(POWER, 1000), good(LIMIT, 4200));
    run(6);
    assertThat(quality(LIMIT)).isEqualTo(Quality.Known.STALE);

    arrive(good(POWER, 1000));
    assertThat(quality(LIMIT)).isEqualTo(Quality.Known.GOOD);
    run(3);
    arrive(good(POWER, 1000));
    run(3);
    arrive(good(POWER, 1000));
    run(4);
    assertThat(quality(LIMIT)).isEqualTo(Quality.Known.STALE); // its own 15 s are over
  }

  @Test
  void aDeviceReportedLostKeepsItsLastValuesUntilTheyAreOld() {
    acquisition.start();
    arrive(good(POWER, 1000), good(LIMIT, 4200));
    run(2);
    arrive(
        Reading.bad(POWER, time.now(), "Timed out."), Reading.bad(LIMIT, time.now(), "Timed out."));

    assertThat(quality(POWER)).isEqualTo(Quality.Known.GOOD);
    run(4);
    assertThat(quality(POWER)).isEqualTo(Quality.Known.STALE);
    run(10);
    assertThat(quality(POWER))
        .isInstanceOfSatisfying(
            Quality.Bad.class, bad -> assertThat(bad.reason()).endsWith("1000 W. Timed out."));
  }

  @Test
  void oneBadPointAmongGoodOnesIsBadAtOnce() {
    acquisition.start();
    arrive(good(POWER, 1000), good(LIMIT, 4200));
    arrive(Reading.bad(POWER, time.now(), "Not a number."), good(LIMIT, 4200));

    assertThat(quality(POWER)).isEqualTo(new Quality.Bad("Not a number."));
    assertThat(news).contains("changed [heatpump-01] requalified [heatpump-01/power]");
  }

  @Test
  void aValueThatCannotBeTrueIsBad() {
    acquisition.start();
    arrive(good(POWER, 1e6), good(LIMIT, 4200));

    assertThat(quality(POWER))
        .isInstanceOfSatisfying(
            Quality.Bad.class, bad -> assertThat(bad.reason()).contains("cannot be true"));
  }

  @Test
  void anUnchangedReadingIsNoChange() {
    acquisition.start();
    arrive(good(POWER, 1000), good(LIMIT, 4200));
    news.clear();

    arrive(good(POWER, 1000), good(LIMIT, 4200));

    assertThat(news).containsExactly("changed [] requalified []");
  }

  @Test
  void aDeviceSettlesAfterThreePollsAndAnewAfterALoss() {
    acquisition.start();
    for (int i = 0; i < 3; i++) {
      assertThat(table.isSettled("heatpump-01")).isFalse();
      arrive(good(POWER, 1000));
      arrive(good(LIMIT, 4200)); // the same poll's second part does not count again
      run(1);
    }
    assertThat(table.isSettled("heatpump-01")).isTrue();

    Objects.requireNonNull(listeners.get("link-hp-1"))
        .changed(new StateChange("link-hp-1", "", false, time.now(), "Gone."));
    assertThat(table.isSettled("heatpump-01")).isFalse();
    assertThat(table.isSettled("heatpump-02")).isFalse();
  }

  @Test
  void theHealthOfADeviceIsThatOfItsWorstPoint() {
    acquisition.start();
    assertThat(condition()).isEqualTo(Condition.STARTING);
    arrive(good(POWER, 1000));
    run(0.25);
    assertThat(condition()).isEqualTo(Condition.STARTING);
    arrive(good(LIMIT, 4200));
    run(0.25);
    assertThat(condition()).isEqualTo(Condition.GOOD);
    arrive(Reading.bad(LIMIT, time.now(), "Odd."), good(POWER, 1000));
    run(0.25);
    assertThat(condition()).isEqualTo(Condition.BAD);
    assertThat(acquisition.health("heatpump-01").orElseThrow().reason()).isEqualTo("Odd.");
  }

  /** The sweep looks only at devices with news or due to grow old; it must miss no change. */
  @Test
  void whoeverIsToldOfAgeHearsEveryChangeOfStage() {
    Random random = new Random(SEED);
    acquisition.start();
    for (int step = 0; step < 4000; step++) {
      if (random.nextInt(6) == 0) {
        arrive(good(POWER, random.nextInt(5000)));
      }
      if (random.nextInt(30) == 0) {
        arrive(good(LIMIT, random.nextInt(5000)));
      }
      if (random.nextInt(100) == 0) {
        arrive(Reading.bad(POWER, time.now(), "Odd."));
      }
      run(random.nextInt(40) == 0 ? 20 : 0.75);
      run(0.25); // the sweep's next turn
      for (PointId point : List.of(POWER, LIMIT)) {
        assertThat(Optional.ofNullable(told.get(point)))
            .as("%s in step %d of seed %d", point, step, SEED)
            .isEqualTo(table.reading(point).map(AcquisitionTest::stage));
      }
    }
  }

  private static String stage(Reading reading) {
    return reading.quality() instanceof Quality.Bad ? "BAD" : reading.quality().toString();
  }

  /** The plan is 100,000 points a second beside everything else; one core must do far more. */
  @Test
  void aHundredThousandReadingsTakeLessThanASecondOfACore() {
    acquisition.start();
    quiet = true;
    takeReadings(50_000);

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    takeReadings(100_000);
    double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;

    System.out.printf("100,000 readings took %.3f s of a core%n", seconds);
    assertThat(seconds).isLessThan(1);
  }

  private void takeReadings(int count) {
    for (int i = 0; i < count / 2; i++) {
      arrive(good(POWER, i % 1000), good(LIMIT, i % 1000));
    }
  }

  private Condition condition() {
    return acquisition.health("heatpump-01").orElseThrow().condition();
  }
}
