package org.wattward.controller.acquisition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.arbitration.Decision.Input;
import org.wattward.controller.arbitration.Field;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;

/**
 * The latest reading of every point, with its quality at the time of asking. Any thread; no lock is
 * taken, neither for reading nor for writing.
 */
public final class ReadingTable implements Field {
  private final Time time;
  private final Map<PointId, PointSlot> slots = new HashMap<>();
  private final Map<String, DeviceSlot> devices = new HashMap<>();

  ReadingTable(Site site, Time time) {
    this.time = time;
    Map<String, PollPeriods> periods = new HashMap<>();
    for (LinkConfig link : site.links()) {
      periods.put(link.id(), link.periods());
    }
    long nowNanos = time.nanos();
    for (Device device : site.devices()) {
      PollPeriods ofLink = periods.get(device.link());
      if (ofLink == null) {
        throw new IllegalArgumentException(
            "Device %s is on link %s, which the site does not have."
                .formatted(device.id(), device.link()));
      }
      DeviceHealth starting =
          new DeviceHealth(DeviceHealth.Condition.STARTING, time.now(), "It was not read yet.");
      DeviceSlot slot = new DeviceSlot(device, ofLink, starting, nowNanos);
      devices.put(device.id(), slot);
      slot.points().forEach(point -> slots.put(point.id, point));
    }
  }

  @Override
  public Optional<Reading> reading(PointId point) {
    PointSlot slot = slots.get(point);
    return slot == null ? Optional.empty() : slot.reading(time.nanos());
  }

  /** The last readings of all points that were ever read. */
  public List<Reading> readings() {
    long nowNanos = time.nanos();
    List<Reading> readings = new ArrayList<>(slots.size());
    for (PointSlot slot : slots.values()) {
      slot.reading(nowNanos).ifPresent(readings::add);
    }
    return readings;
  }

  /** The last readings of some devices' points, as far as they were ever read. */
  public Map<PointId, Reading> readingsOf(List<Device> some) {
    long nowNanos = time.nanos();
    Map<PointId, Reading> readings = new HashMap<>();
    for (Device device : some) {
      DeviceSlot slot = devices.get(device.id());
      if (slot != null) {
        for (PointSlot point : slot.points()) {
          point.reading(nowNanos).ifPresent(reading -> readings.put(point.id, reading));
        }
      }
    }
    return readings;
  }

  @Override
  public Map<PointId, Input> inputs(Collection<PointId> points) {
    long nowNanos = time.nanos();
    Map<PointId, Input> inputs = new HashMap<>();
    for (PointId id : points) {
      PointSlot slot = slots.get(id);
      PointSlot.@Nullable Entry entry = slot == null ? null : slot.entry();
      if (slot != null && entry != null) {
        double ageS = (nowNanos - entry.receivedNanos()) / 1e9;
        slot.reading(nowNanos)
            .ifPresent(reading -> inputs.put(id, new Input(reading, slot.template.unit(), ageS)));
      }
    }
    return inputs;
  }

  @Override
  public OptionalLong receivedNanos(PointId point) {
    PointSlot slot = slots.get(point);
    PointSlot.@Nullable Entry entry = slot == null ? null : slot.entry();
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.receivedNanos());
  }

  @Override
  public boolean isSettled(String device) {
    DeviceSlot slot = devices.get(device);
    return slot != null && slot.isSettled();
  }

  @Nullable PointSlot slot(PointId point) {
    return slots.get(point);
  }

  @Nullable DeviceSlot device(String id) {
    return devices.get(id);
  }

  Collection<DeviceSlot> devices() {
    return devices.values();
  }
}
