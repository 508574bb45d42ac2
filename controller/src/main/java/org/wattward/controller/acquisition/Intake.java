package org.wattward.controller.acquisition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.acquisition.PointSlot.Stage;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkListener;

/** Takes in what one link reads. Runs on its threads; a batch costs one look at the clock. */
final class Intake implements LinkListener {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final ReadingTable table;
  private final Time time;
  private final Acquisition.Listener listener;
  private final LongAdder readings = new LongAdder();

  Intake(ReadingTable table, Time time, Acquisition.Listener listener) {
    this.table = table;
    this.time = time;
    this.listener = listener;
  }

  /** How many readings came of this link since the start. */
  long readings() {
    return readings.sum();
  }

  @Override
  public void readings(String link, List<Reading> batch) {
    long nowNanos = time.nanos();
    readings.add(batch.size());
    Map<DeviceSlot, String> lost = lost(batch);
    lost.forEach(DeviceSlot::lost);
    List<Reading> believed = new ArrayList<>(batch.size());
    Cursor cursor = new Cursor(table);
    Changed changed = new Changed();
    Changed notable = new Changed();
    DeviceSlot heard = null;
    List<PointId> requalified = new ArrayList<>();
    for (Reading raw : batch) {
      PointSlot slot = cursor.slot(raw.point());
      if (slot == null) {
        log.debug("Link {} read {}, which the site does not have.", link, raw.point());
        continue;
      }
      Reading reading = inRange(raw, slot.template);
      believed.add(reading);
      if (lost.containsKey(slot.device)) {
        continue; // what is known of a device that fell silent ages from when it last spoke
      }
      Stage before = slot.stage(nowNanos);
      boolean isNewValue = take(slot, reading, nowNanos);
      if (slot.device != heard && slot.isPolled() && reading.quality().isGood()) {
        heard = slot.device;
        heard.heardGood(nowNanos);
      }
      boolean isOtherStage = slot.stage(nowNanos) != before;
      if (isNewValue || isOtherStage) {
        changed.add(reading.point().device());
      }
      if (isOtherStage || (isNewValue && slot.isNotable(reading.value()))) {
        notable.add(reading.point().device());
      }
      if (isOtherStage) {
        slot.device.stir();
        requalified.add(reading.point());
      }
    }
    listener.arrived(
        new Acquisition.Batch(believed, changed.devices(), notable.devices(), requalified));
  }

  /** Finds the slots of a batch, whose points mostly follow each other as in their device. */
  private static final class Cursor {
    private final ReadingTable table;
    private List<PointSlot> points = List.of();
    private int next;

    Cursor(ReadingTable table) {
      this.table = table;
    }

    @Nullable PointSlot slot(PointId point) {
      if (next < points.size() && points.get(next).isOf(point)) {
        return points.get(next++);
      }
      PointSlot slot = table.slot(point);
      if (slot != null) {
        points = slot.device.points();
        next = slot.index + 1;
      }
      return slot;
    }
  }

  /** Devices of a batch; nearly always one, whose points follow each other. */
  private static final class Changed {
    private Set<String> devices = Set.of();
    private String last = "";

    void add(String device) {
      if (device.equals(last)) {
        return;
      }
      last = device;
      if (devices.isEmpty()) {
        devices = Set.of(device);
        return;
      }
      if (devices.size() == 1) {
        devices = new HashSet<>(devices);
      }
      devices.add(device);
    }

    Set<String> devices() {
      return devices;
    }
  }

  private static boolean take(PointSlot slot, Reading reading, long nowNanos) {
    PointSlot.@Nullable Entry known = slot.entry();
    slot.put(reading, nowNanos);
    return known == null || known.reading().value() != reading.value();
  }

  /**
   * The devices that a batch reports lost: links say so by giving all points of a device bad at
   * once. That says nothing of the values read before, so these are left to grow old.
   */
  private Map<DeviceSlot, String> lost(List<Reading> batch) {
    if (!hasBad(batch)) {
      return Map.of();
    }
    Map<DeviceSlot, String> reasons = new HashMap<>();
    Map<DeviceSlot, Integer> bad = new HashMap<>();
    for (Reading reading : batch) {
      PointSlot slot = table.slot(reading.point());
      if (slot != null && slot.isPolled() && reading.quality() instanceof Quality.Bad(String why)) {
        bad.merge(slot.device, 1, Integer::sum);
        reasons.put(slot.device, why);
      }
    }
    reasons
        .keySet()
        .removeIf(device -> {
          long polled = device.points().stream().filter(PointSlot::isPolled).count();
          return polled < 2 || bad.getOrDefault(device, 0) < polled;
        });
    return reasons;
  }

  private static boolean hasBad(List<Reading> batch) {
    for (Reading reading : batch) {
      if (reading.quality() instanceof Quality.Bad) {
        return true;
      }
    }
    return false;
  }

  private static Reading inRange(Reading reading, PointTemplate template) {
    boolean possible = template.min() <= reading.value() && reading.value() <= template.max();
    if (possible || reading.quality() instanceof Quality.Bad) {
      return reading;
    }
    return Reading.bad(
        reading.point(),
        reading.time(),
        "%s read %s %s, which cannot be true: it goes from %s to %s %s. Maybe the template's scale is wrong."
            .formatted(
                reading.point(),
                reading.value(),
                template.unit(),
                template.min(),
                template.max(),
                template.unit()));
  }

  @Override
  public void changed(StateChange change) {
    if (!change.up()) {
      for (DeviceSlot device : table.devices()) {
        boolean meant =
            change.device().isEmpty()
                ? device.device.link().equals(change.link())
                : device.device.id().equals(change.device());
        if (meant) {
          device.lost(change.reason());
        }
      }
    }
    listener.linkChanged(change);
  }
}
