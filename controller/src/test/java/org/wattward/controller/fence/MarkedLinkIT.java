package org.wattward.controller.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wattward.controller.acquisition.LinkOpener;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.protocols.Links;
import org.wattward.protocols.link.Credentials;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.sim.field.modbus.WatchdogField;

/** Two controllers that know nothing of each other, and devices that hold who has them. */
@Timeout(120)
class MarkedLinkIT {
  private static final PointId LIMIT = WatchdogField.limit(0);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  @TempDir private Path keys;

  private final Time time = Time.system();

  private static final class Deaf implements LinkListener {
    @Override
    public void readings(String link, List<Reading> readings) {}

    @Override
    public void changed(StateChange change) {}
  }

  private Link controller(String id, WatchdogField field) {
    Site site = WatchdogField.markedSite(field.devices(), field.port());
    LinkOpener links =
        (config, devices, listener) ->
            Links.open(
                config,
                devices,
                listener,
                time,
                new SecureRandom(),
                Credentials.fromEnvironment(keys));
    Link link =
        new MarkedLink.Controller(id, links, time, Loops.threads(time))
            .open(site.links().getFirst(), site.devices(), new Deaf());
    link.start();
    return link;
  }

  private void until(String what, BooleanSupplier so) {
    long endNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime() - endNanos).as("waited in vain until " + what).isNegative();
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static boolean isOpen(Link link) {
    return link.closedToWriting(LIMIT).isEmpty();
  }

  @Test
  void theSecondWritesNothingUntilTheFirstLetsGo() {
    try (WatchdogField field = new WatchdogField(2, time)) {
      field.start();
      Link first = controller("first", field);
      until("the first has marked the device", () -> isOpen(first));
      assertThat(first.write(LIMIT, 5_000, DEADLINE)).isInstanceOf(WriteOutcome.Verified.class);

      try (Link second = controller("second", field)) {
        until(
            "the second sees the first's mark",
            () ->
                second
                    .closedToWriting(LIMIT)
                    .map(why -> why.startsWith("Another controller holds pump-0"))
                    .orElse(false));
        field.drain();
        assertThat(second.write(LIMIT, 1_000, DEADLINE))
            .isInstanceOfSatisfying(
                WriteOutcome.Refused.class,
                refused -> assertThat(refused.reason()).startsWith("Another controller holds"));
        assertThat(field.drain())
            .noneMatch(
                event -> event.kind() == WatchdogField.Kind.WRITTEN && event.point().equals(LIMIT));
        until("the first goes on", () -> isOpen(first));

        first.close();
        until("the second has the device", () -> isOpen(second));
        assertThat(second.write(LIMIT, 1_000, DEADLINE)).isInstanceOf(WriteOutcome.Verified.class);
      }
    }
  }

  @Test
  void linksWithoutSuchDevicesStayAsTheyAre() {
    try (WatchdogField field = new WatchdogField(1, time)) {
      field.start();
      Site site = WatchdogField.site(1, field.port());
      LinkOpener links =
          (config, devices, listener) ->
              Links.open(
                  config,
                  devices,
                  listener,
                  time,
                  new SecureRandom(),
                  Credentials.fromEnvironment(keys));
      try (Link link =
          new MarkedLink.Controller("only", links, time, Loops.threads(time))
              .open(site.links().getFirst(), site.devices(), new Deaf())) {
        assertThat(link).isNotInstanceOf(MarkedLink.class);
      }
    }
  }
}
