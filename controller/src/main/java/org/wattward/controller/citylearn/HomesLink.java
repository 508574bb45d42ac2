package org.wattward.controller.citylearn;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.PointTemplate;
import org.wattward.protocols.link.Lateness;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/** The homes' points in the same process: what was shown is read, what was written is held. */
final class HomesLink implements Link {
  private final String id;
  private final Hearing hearing;
  private final Map<PointId, Double> values;
  private long polls;

  /** Hears readings. */
  @FunctionalInterface
  interface Hearing {
    void readings(String link, List<Reading> readings);
  }

  HomesLink(String id, Hearing hearing, Map<PointId, Double> values) {
    this.id = id;
    this.hearing = hearing;
    this.values = values;
  }

  /** The writable points with their safe values. */
  static Map<PointId, Double> points(List<Device> devices) {
    Map<PointId, Double> values = new LinkedHashMap<>();
    for (Device device : devices) {
      for (PointTemplate point : device.points()) {
        point.writing().ifPresent(writing -> values.put(device.pointId(point), writing.safe()));
      }
    }
    return values;
  }

  void show(PointId point, double value) {
    values.put(point, value);
  }

  double value(PointId point) {
    return values.getOrDefault(point, 0.0);
  }

  void poll(Instant now) {
    polls++;
    List<Reading> readings = new ArrayList<>(values.size());
    values.forEach((point, value) -> readings.add(Reading.good(point, now, value)));
    hearing.readings(id, readings);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void start() {}

  @Override
  public LinkStatus status() {
    long points = polls * values.size();
    return new LinkStatus(
        LinkStatus.State.UP, "", polls, polls, 0, 0, 0, Lateness.NONE, 0, points, List.of());
  }

  @Override
  public WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps) {
    values.put(point, value);
    return new WriteOutcome.Verified(value);
  }

  @Override
  public void close() {}
}
