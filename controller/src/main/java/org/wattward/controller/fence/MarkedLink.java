package org.wattward.controller.fence;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.acquisition.LinkOpener;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.ForwardingLink;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/**
 * A link to devices some of which hold who controls them. The mark is written before anything else
 * and renewed; while the device shows a mark of another controller that is renewed too, nothing is
 * written to it. It is let go at a clean end; after a crash it is free once it was not renewed for
 * three periods. Two controllers that begin within one poll may both write for as long as that.
 */
public final class MarkedLink implements ForwardingLink, LinkListener {
  private static final Logger log = LoggerFactory.getLogger(MarkedLink.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration TO_LET_GO = Duration.ofSeconds(1);
  private static final int NUMBERS = 255;

  private final Map<String, HeldMark> byDevice = new LinkedHashMap<>();
  private final Map<PointId, HeldMark> byPoint = new LinkedHashMap<>();
  private final LinkListener listener;
  private final Time time;
  private final Link inner;
  private final Loop loop;

  private MarkedLink(
      LinkConfig config, List<Device> devices, LinkListener listener, Controller controller) {
    this.listener = listener;
    this.time = controller.time();
    for (Device device : devices) {
      device
          .template()
          .mark()
          .ifPresent(mark -> {
            PointId point = new PointId(device.id(), mark.point());
            HeldMark held = new HeldMark(point, mark, controller.number());
            byDevice.put(device.id(), held);
            byPoint.put(point, held);
          });
    }
    inner = controller.links().open(config, devices, this);
    loop = controller.loops().loop("mark-" + config.id(), this::turn);
  }

  /**
   * Who marks devices, and how.
   *
   * @param id names the controller; the same after a restart
   * @param links opens the links themselves
   */
  public record Controller(String id, LinkOpener links, Time time, Loops loops) {
    int number() {
      return Math.floorMod(id.hashCode(), NUMBERS) + 1;
    }

    /** Opens a link; one that carries no device that holds a mark is as it would be without. */
    public Link open(LinkConfig config, List<Device> devices, LinkListener listener) {
      boolean any = devices.stream().anyMatch(device -> device.template().mark().isPresent());
      return any
          ? new MarkedLink(config, devices, listener, this)
          : links.open(config, devices, listener);
    }
  }

  @Override
  public Link inner() {
    return inner;
  }

  @Override
  public void start() {
    inner.start();
    loop.start();
  }

  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    return closedToWriting(point)
        .<WriteOutcome>map(WriteOutcome.Refused::new)
        .orElseGet(() -> inner.write(point, value, deadline, steps));
  }

  @Override
  public Optional<String> closedToWriting(PointId point) {
    HeldMark held = byDevice.get(point.device());
    return held == null
        ? inner.closedToWriting(point)
        : held.closed(time.nanos()).or(() -> inner.closedToWriting(point));
  }

  @Override
  public void readings(String link, List<Reading> readings) {
    long nowNanos = time.nanos();
    for (Reading reading : readings) {
      HeldMark held = byPoint.get(reading.point());
      if (held != null && reading.quality().isGood()) {
        held.read((int) reading.value(), nowNanos);
      }
    }
    listener.readings(link, readings);
  }

  @Override
  public void changed(StateChange change) {
    listener.changed(change);
  }

  private Duration turn(long nowNanos) {
    Duration next = Loop.IDLE;
    for (HeldMark held : byDevice.values()) {
      held.next(time.nanos()).ifPresent(mark -> renew(held, mark));
      Duration every = held.mark().every();
      next = every.compareTo(next) < 0 ? every : next;
    }
    return next;
  }

  private void renew(HeldMark held, int mark) {
    if (inner.closedToWriting(held.point()).isPresent()) {
      return;
    }
    long sentNanos = time.nanos();
    switch (inner.write(held.point(), mark, DEADLINE)) {
      case WriteOutcome.Verified _ -> held.verified(mark, sentNanos);
      case WriteOutcome.Mismatch(double back) -> held.read((int) back, time.nanos());
      case WriteOutcome.Accepted() -> {}
      case WriteOutcome.Refused(String reason) ->
          log.debug("{} was not marked: {}", held.point().device(), reason);
      case WriteOutcome.Unknown(String reason) ->
          log.debug("Whether {} was marked is not known: {}", held.point().device(), reason);
    }
  }

  /** Lets the devices go, so that the next controller need not wait. */
  @Override
  public void close() {
    loop.close();
    for (HeldMark held : byDevice.values()) {
      if (held.isOwned() && inner.closedToWriting(held.point()).isEmpty()) {
        WriteOutcome outcome = inner.write(held.point(), 0, TO_LET_GO);
        log.debug("{} was let go: {}", held.point().device(), outcome);
      }
    }
    inner.close();
  }
}
