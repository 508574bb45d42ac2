package org.wattward.protocols.link;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;

/**
 * Whether a link and the devices on it answer. Tells the listener and the log of each change once.
 *
 * <p>A device is away when the newest reading of every one of its points is bad, and back when one
 * of them is believed again; fixed points do not count. Only the link's thread calls this.
 */
public final class LinkHealth {
  private static final Logger log = LoggerFactory.getLogger(LinkHealth.class);

  private final String link;
  private final LinkListener listener;
  private final Time time;
  private final Map<String, DeviceHealth> devices = new HashMap<>();
  private @Nullable Boolean up;
  private long lostNanos;

  private static final class DeviceHealth {
    private final Set<PointId> points = new HashSet<>();
    private final Set<PointId> bad = new HashSet<>();
    private boolean away;
    private long lostNanos;
  }

  /**
   * Makes one; nothing is known of the link yet.
   *
   * @param link the link's id
   * @param carried its devices
   */
  public LinkHealth(String link, List<Device> carried, LinkListener listener, Time time) {
    for (Device device : carried) {
      DeviceHealth health = new DeviceHealth();
      for (PointTemplate point : device.points()) {
        if (point.readable() && !(point.address() instanceof Address.Fixed)) {
          health.points.add(device.pointId(point));
        }
      }
      devices.put(device.id(), health);
    }
    this.link = link;
    this.listener = listener;
    this.time = time;
  }

  /** The link is connected and its points are asked for. */
  public void up() {
    if (Boolean.TRUE.equals(up)) {
      return;
    }
    String reason = up == null ? "Connected." : "Back after %s.".formatted(away(lostNanos));
    up = true;
    log.info("Link \"{}\" is up. {}", link, reason);
    listener.changed(new LinkListener.StateChange(link, "", true, time.now(), reason));
  }

  /** The link does not answer. */
  public void down(String reason) {
    if (Boolean.FALSE.equals(up)) {
      return;
    }
    up = false;
    lostNanos = time.nanos();
    log.info("Link \"{}\" is down. {}", link, reason);
    listener.changed(new LinkListener.StateChange(link, "", false, time.now(), reason));
  }

  /** Takes note of what was read. */
  public void heard(List<Reading> readings) {
    for (Reading reading : readings) {
      String id = reading.point().device();
      DeviceHealth device = devices.get(id);
      if (device == null || !device.points.contains(reading.point())) {
        continue;
      }
      if (reading.quality() instanceof Quality.Bad(String reason)) {
        device.bad.add(reading.point());
        if (!device.away && device.bad.size() == device.points.size()) {
          deviceLost(id, device, reading.time(), reason);
        }
      } else {
        device.bad.remove(reading.point());
        if (device.away) {
          deviceBack(id, device, reading.time());
        }
      }
    }
  }

  private void deviceLost(String id, DeviceHealth device, Instant when, String reason) {
    device.away = true;
    device.lostNanos = time.nanos();
    log.info("Device \"{}\" on link \"{}\" is away. {}", id, link, reason);
    listener.changed(new LinkListener.StateChange(link, id, false, when, reason));
  }

  private void deviceBack(String id, DeviceHealth device, Instant when) {
    device.away = false;
    String reason = "Back after %s.".formatted(away(device.lostNanos));
    log.info("Device \"{}\" on link \"{}\" answers again. {}", id, link, reason);
    listener.changed(new LinkListener.StateChange(link, id, true, when, reason));
  }

  private String away(long sinceNanos) {
    Duration gone = Duration.ofNanos(time.nanos() - sinceNanos);
    return gone.compareTo(Duration.ofMinutes(2)) < 0
        ? "%.1f s".formatted(gone.toMillis() / 1000.0)
        : "%d min".formatted(gone.toMinutes());
  }
}
