package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.acquisition.LinkOpener;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.district.District.Change;
import org.wattward.controller.record.ListedRecord;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.ManualTime;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.FakeLink;
import org.wattward.protocols.link.ForwardingLink;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;
import org.wattward.rules.decide.Decider;

@Timeout(60)
class DistrictThreadsTest {
  @TempDir private Path directory;

  private static LocalDistrict district(Time time, LinkOpener links) {
    return new LocalDistrict(
        TestSite.site(),
        new LocalDistrict.Parts(
            time,
            links,
            _ -> _ -> new Decider.Outcome(List.of(), Set.of(), List.of(), 0),
            PriceBook.NONE,
            new ListedRecord(),
            ControlMemory.NONE,
            new Random(1)));
  }

  @Test
  void aClosedDistrictLeavesNoThreadBehind() throws Exception {
    LocalDistrict district =
        district(
            Time.system(),
            (config, devices, listener) ->
                new FakeLink(config.id(), devices, listener, Time.system()));
    CountDownLatch swept = new CountDownLatch(1);
    district.watch(change -> swept.countDown());
    district.start();
    assertThat(threads()).contains("\"control\"", "\"zone-feeder\"", "\"write-gateway\"");
    assertThat(swept.await(30, TimeUnit.SECONDS)).isTrue();

    district.close();

    assertThat(threads())
        .doesNotContain("\"control\"", "\"zone-", "\"write-", "\"acquisition\"")
        .doesNotContain("\"housekeeping\"", "\"schedules\"", "\"close-");
  }

  private String threads() throws IOException {
    Path dump = directory.resolve("threads-" + System.nanoTime());
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    return Files.readString(dump);
  }

  /** A gateway that takes a write and never answers. */
  private record HangingLink(FakeLink inner, CountDownLatch hangs) implements ForwardingLink {
    @Override
    public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
      hangs.countDown();
      try {
        new Semaphore(0).acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new WriteOutcome.Unknown("Interrupted.");
    }
  }

  @Test
  void aLinkThatHangsDoesNotKeepTheDistrictFromStopping() throws Exception {
    ManualTime time = new ManualTime(TestDistrict.START);
    CountDownLatch hangs = new CountDownLatch(1);
    LocalDistrict district =
        district(
            time,
            (config, devices, listener) -> {
              FakeLink field = new FakeLink(config.id(), devices, listener, time);
              field.show(PointId.parse(devices.getFirst().id() + "/power"), 1);
              devices.stream()
                  .filter(device -> device.template().point("powerLimit").isPresent())
                  .forEach(d -> field.show(PointId.parse(d.id() + "/powerLimit"), 1));
              Thread.ofVirtual().start(() -> poll(field, time));
              return new HangingLink(field, hangs);
            });
    CountDownLatch decided = new CountDownLatch(1);
    district.watch(change -> {
      if (change instanceof Change.Decided) {
        decided.countDown();
      }
    });
    district.start();
    while (!hangs.await(2, TimeUnit.MILLISECONDS)) {
      time.advance(Duration.ofMillis(100));
    }
    assertThat(decided.getCount()).isZero();

    Thread closing = Thread.ofVirtual().start(district::close);
    while (!closing.join(Duration.ofMillis(10))) {
      time.advance(Duration.ofMillis(100));
    }

    assertThat(district.counters().writesSent()).isPositive();
  }

  private static void poll(FakeLink link, ManualTime time) {
    try {
      while (link.status().state() != LinkStatus.State.CLOSED) {
        link.poll();
        time.sleep(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
