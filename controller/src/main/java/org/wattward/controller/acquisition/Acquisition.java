package org.wattward.controller.acquisition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener.StateChange;
import org.wattward.protocols.link.LinkStatus;

/** Opens the links of a site and keeps what they say. */
public final class Acquisition implements AutoCloseable {
  private static final Duration SWEEP_PERIOD = Duration.ofMillis(250);

  private final ReadingTable table;
  private final List<Intake> intakes = new ArrayList<>();
  private final Sweep sweep;
  private final Loop loop;
  private final Map<String, Link> links = new LinkedHashMap<>();

  /**
   * Who is told what changed. Called on the links' threads and the sweep's; must return quickly.
   */
  public interface Listener {
    /** Readings came from a link. */
    void arrived(Batch batch);

    /** Readings whose quality changed because time passed, or because their device is back. */
    void aged(List<Reading> readings);

    /** A link, or a device on it, was lost or came back. */
    void linkChanged(StateChange change);

    /** A device's health changed. */
    void deviceChanged(Device device, DeviceHealth health);
  }

  /**
   * Readings that arrived together.
   *
   * @param readings all of them, those that cannot be true made bad
   * @param changedDevices the devices of those whose value or quality differs from what was known
   * @param notableDevices those of them that changed by more than a meter's noise
   * @param requalified the points that became good or ceased to be
   */
  public record Batch(
      List<Reading> readings,
      Set<String> changedDevices,
      Set<String> notableDevices,
      List<PointId> requalified) {}

  /**
   * What the links did since the start.
   *
   * @param polls poll cycles
   * @param latePolls poll cycles that began late
   * @param readings readings received
   * @param readingsPerSecond over the last ten seconds
   */
  public record Totals(long polls, long latePolls, long readings, double readingsPerSecond) {}

  /**
   * Makes the links of a site; nothing runs before {@link #start()}.
   *
   * @throws org.wattward.devices.WattwardException when a link cannot carry its devices
   */
  public Acquisition(Site site, Time time, LinkOpener opener, Loops loops, Listener listener) {
    table = new ReadingTable(site, time);
    sweep = new Sweep(table, time, listener, this::readings);
    loop =
        loops.loop(
            "acquisition",
            nowNanos -> {
              sweep.turn(nowNanos);
              return SWEEP_PERIOD;
            });
    Map<String, List<Device>> byLink =
        site.devices().stream().collect(Collectors.groupingBy(Device::link));
    for (LinkConfig config : site.links()) {
      List<Device> carried = byLink.getOrDefault(config.id(), List.of());
      if (!carried.isEmpty()) {
        Intake intake = new Intake(table, time, listener);
        intakes.add(intake);
        links.put(config.id(), opener.open(config, carried, intake));
      }
    }
  }

  /** Starts the links and the sweep. */
  public void start() {
    loop.start();
    links.values().forEach(Link::start);
  }

  /** The latest readings. */
  public ReadingTable table() {
    return table;
  }

  /** The links that carry a device. */
  public List<Link> links() {
    return List.copyOf(links.values());
  }

  /** How a device is; empty when the site has none of that id. */
  public Optional<DeviceHealth> health(String device) {
    return Optional.ofNullable(table.device(device)).map(DeviceSlot::health);
  }

  /** What the links did since the start. */
  public Totals totals() {
    long polls = 0;
    long late = 0;
    for (Link link : links.values()) {
      LinkStatus status = link.status();
      polls += status.polls();
      late += status.latePolls();
    }
    return new Totals(polls, late, readings(), sweep.readingsPerSecond());
  }

  private long readings() {
    long sum = 0;
    for (Intake intake : intakes) {
      sum += intake.readings();
    }
    return sum;
  }

  /** Closes the links, all at once since each may take a second, and ends the sweep. */
  @Override
  public void close() {
    List<Thread> closing = new ArrayList<>();
    for (Link link : links.values()) {
      closing.add(Thread.ofVirtual().name("close-" + link.id()).start(link::close));
    }
    try {
      for (Thread thread : closing) {
        thread.join(Duration.ofSeconds(3));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.close();
  }
}
