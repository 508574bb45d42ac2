package org.wattward.controller.simulation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkListener;
import org.wattward.sim.field.Health;
import org.wattward.sim.field.Quirks;
import org.wattward.sim.field.SimulatedDevice;

/**
 * Stands between an in-process link and the controller and makes of its readings what faults would
 * make of them on the wire: a device that does not answer is lost and comes back, one that refuses
 * gives bad readings, a slow one late ones, a wrong clock other times. One thread.
 */
final class FaultyField implements LinkListener {
  private final Map<String, One> devices = new LinkedHashMap<>();
  private final Time time;
  private final Consumer<String> read;
  private final LinkListener listener;

  /** A device and what of it is on its way. */
  private static final class One {
    private final Device device;
    private final SimulatedDevice model;
    private final Reach reach;
    private final Deque<Late> late = new ArrayDeque<>();
    private Instant latest = Instant.MIN;
    private boolean wasWrong;
    private boolean wasSilent;
    private boolean away;

    One(Device device, SimulatedDevice model, Reach reach) {
      this.device = device;
      this.model = model;
      this.reach = reach;
    }
  }

  /** Readings that come later. */
  private record Late(Instant due, List<Reading> readings) {}

  /**
   * A field.
   *
   * @param devices those of the link
   * @param models what they show, by id
   * @param reaches how each is reached when it is not in process, by id
   * @param time the simulation's
   * @param read is told each device that gave readings
   * @param listener the controller
   */
  FaultyField(
      List<Device> devices,
      Map<String, SimulatedDevice> models,
      Map<String, Reach> reaches,
      Time time,
      Consumer<String> read,
      LinkListener listener) {
    this.time = time;
    this.read = read;
    this.listener = listener;
    for (Device device : devices) {
      String id = device.id();
      this.devices.put(
          id,
          new One(
              device,
              Objects.requireNonNull(models.get(id), id),
              Objects.requireNonNull(reaches.get(id), id)));
    }
  }

  @Override
  public void readings(String link, List<Reading> batch) {
    Instant now = time.now();
    Map<String, List<Reading>> byDevice = new LinkedHashMap<>();
    for (Reading reading : batch) {
      byDevice.computeIfAbsent(reading.point().device(), _ -> new ArrayList<>()).add(reading);
    }
    List<Reading> heard = new ArrayList<>(batch.size());
    for (One one : devices.values()) {
      List<Reading> shown = byDevice.getOrDefault(one.device.id(), List.of());
      Optional<String> silence = one.reach.silence(one.device, one.model.health());
      tell(link, one, silence, now);
      if (silence.isEmpty()) {
        heard.addAll(heard(one, shown, now));
      } else {
        one.late.clear();
      }
    }
    heard.stream()
        .filter(reading -> reading.quality().isGood())
        .map(reading -> reading.point().device())
        .distinct()
        .forEach(read);
    listener.readings(link, heard);
  }

  /** A device is lost when it did not answer twice in a row, and back when it answers. */
  private void tell(String link, One one, Optional<String> silence, Instant now) {
    boolean lost = silence.isPresent() && one.wasSilent;
    one.wasSilent = silence.isPresent();
    boolean changed = one.away ? silence.isEmpty() : lost;
    if (changed) {
      one.away = lost;
      String reason = silence.orElse("%s answers again.".formatted(one.device.id()));
      listener.changed(new StateChange(link, one.device.id(), !lost, now, reason));
    }
  }

  private static List<Reading> heard(One one, List<Reading> shown, Instant now) {
    Health health = one.model.health();
    if (health.exceptionCode() != 0) {
      return refused(one, health.exceptionCode(), now);
    }
    List<Reading> plausible = withoutMinus32768(one, shown);
    List<Reading> dated =
        one.reach.hasTimes()
            ? dated(one, plausible, now.plus(health.clockOffset()), now)
            : plausible;
    if (health.delay().isZero() && one.late.isEmpty()) {
      return dated;
    }
    one.late.add(new Late(now.plus(health.delay()), dated));
    List<Reading> due = List.of();
    while (!one.late.isEmpty() && !one.late.getFirst().due.isAfter(now)) {
      due = one.late.removeFirst().readings;
    }
    return due;
  }

  private static List<Reading> withoutMinus32768(One one, List<Reading> shown) {
    Quirks quirks = one.model.quirks();
    if (!quirks.hasMinus32768()) {
      return shown;
    }
    return shown.stream()
        .map(reading ->
            quirks.isMinus32768(reading.point().name())
                ? Reading.bad(
                    reading.point(),
                    reading.time(),
                    "%s shows -32768, as where no sensor is connected.".formatted(reading.point()))
                : reading)
        .toList();
  }

  private static List<Reading> refused(One one, int code, Instant now) {
    List<Reading> bad = new ArrayList<>();
    for (PointTemplate point : one.device.points()) {
      if (point.readable()) {
        bad.add(Reading.bad(one.device.pointId(point), now, Reach.refusal(one.device.id(), code)));
      }
    }
    return bad;
  }

  /** Readings with the time of their source, as the links take it. */
  private static List<Reading> dated(One one, List<Reading> shown, Instant source, Instant now) {
    if (source.equals(now) && !one.wasWrong) {
      one.latest = now;
      return shown;
    }
    one.wasWrong = !source.equals(now);
    if (one.reach.isOrdered() && source.isBefore(one.latest)) {
      return List.of(); // a message older than the last one has been overtaken
    }
    one.latest = source.isAfter(now) ? now : source;
    return shown.stream()
        .map(
            reading -> new Reading(reading.point(), one.latest, reading.value(), reading.quality()))
        .toList();
  }

  @Override
  public void changed(StateChange change) {
    listener.changed(change);
  }
}
