package org.wattward.controller.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.protocols.link.Lateness;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkListener;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;
import org.wattward.sim.field.SimulatedDevice;

/**
 * The link to devices in the same process: no socket, no thread; it reads when it is told to. What
 * it reads is what the devices' servers would show.
 */
final class ModelLink implements Link {
  private final String id;
  private final LinkListener listener;
  private final Map<String, SimulatedDevice> byId = new HashMap<>();
  private final List<Source> sources = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private long polls;

  private record Source(SimulatedDevice device, int slot, PointId point) {}

  ModelLink(
      String id, List<Device> devices, Map<String, SimulatedDevice> models, LinkListener listener) {
    this.id = id;
    this.listener = listener;
    for (Device device : devices) {
      SimulatedDevice model = Objects.requireNonNull(models.get(device.id()), device.id());
      byId.put(device.id(), model);
      int slot = 0;
      for (PointTemplate point : device.points()) {
        if (point.readable()) {
          sources.add(new Source(model, slot, device.pointId(point)));
        }
        slot++;
      }
    }
  }

  /**
   * Reads every point of some devices once, and of those that were written since the last time.
   *
   * @param wanted which devices, by id
   */
  void poll(Instant now, Predicate<String> wanted) {
    polls++;
    List<Reading> readings = new ArrayList<>(sources.size());
    @Nullable SimulatedDevice last = null;
    boolean isWanted = false;
    for (Source source : sources) {
      if (source.device != last) {
        last = source.device;
        String device = source.point.device();
        isWanted = (wanted.test(device) || written.contains(device)) && answers(last);
      }
      if (isWanted) {
        readings.add(
            source.device.isAbsent(source.slot)
                ? Reading.bad(source.point, now, "Its sensor is absent.")
                : Reading.good(source.point, now, source.device.value(source.slot)));
      }
    }
    written.clear();
    listener.readings(id, readings);
  }

  private static boolean answers(SimulatedDevice device) {
    var health = device.health();
    return !health.silent()
        && !health.halfOpen()
        && !health.unplugged()
        && health.exceptionCode() == 0;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void start() {}

  @Override
  public LinkStatus status() {
    long points = polls * sources.size();
    return new LinkStatus(
        LinkStatus.State.UP, "", polls, polls, 0, 0, 0, Lateness.NONE, 0, points, List.of());
  }

  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    SimulatedDevice device = byId.get(point.device());
    if (device == null) {
      return new WriteOutcome.Refused("There is no device %s.".formatted(point.device()));
    }
    if (!answers(device)) {
      return new WriteOutcome.Unknown("%s does not answer.".formatted(point.device()));
    }
    written.add(point.device());
    device.write(point.name(), value);
    return new WriteOutcome.Verified(device.value(point.name()));
  }

  @Override
  public void close() {}
}
