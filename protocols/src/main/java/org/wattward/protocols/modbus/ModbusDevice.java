package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.PollGroup;

/** A device on a link: its plans, and how it has answered of late. The link's thread only. */
final class ModbusDevice {
  /** So many failures in a row, and it counts as down. */
  static final int FAILURES_UNTIL_DOWN = 3;

  private final Device device;
  private final Map<PollGroup, PollPlan> plans = new EnumMap<>(PollGroup.class);
  private final Backoff backoff;
  private long readyNanos = Long.MIN_VALUE;
  private boolean down;
  private long downSinceNanos;

  ModbusDevice(Device device, RandomGenerator random) {
    this.device = device;
    this.backoff = new Backoff(random);
    Map<PollGroup, List<PolledPoint>> groups = new EnumMap<>(PollGroup.class);
    for (PointTemplate point : device.points()) {
      Optional<RegisterCodec> codec = RegisterCodec.of(point);
      if (point.readable() && codec.isPresent()) {
        groups
            .computeIfAbsent(point.pollGroup(), group -> new ArrayList<>())
            .add(PolledPoint.of(device.pointId(point), codec.get()));
      }
    }
    BlockPlanner planner = new BlockPlanner(pacing());
    groups.forEach((group, points) ->
        plans.put(group, new PollPlan(device.id(), device.unit(), points, planner)));
  }

  String id() {
    return device.id();
  }

  int unit() {
    return device.unit();
  }

  Device device() {
    return device;
  }

  Pacing pacing() {
    return device.template().pacing();
  }

  Duration pauseBetweenRequests() {
    return pacing().pauseBetweenRequests();
  }

  /** The poll groups in which it has points. */
  Set<PollGroup> groups() {
    return plans.keySet();
  }

  PollPlan plan(PollGroup group) {
    PollPlan plan = plans.get(group);
    if (plan == null) {
      throw new IllegalArgumentException(
          "Device %s has no points of group %s.".formatted(id(), group));
    }
    return plan;
  }

  /** All points that are read. */
  List<PolledPoint> points() {
    return plans.values().stream().flatMap(plan -> plan.points().stream()).toList();
  }

  /** The time before which it is not asked again. */
  long readyNanos() {
    return readyNanos;
  }

  boolean isDown() {
    return down;
  }

  /** How long it was, or is, down. */
  Duration downFor(long nowNanos) {
    return Duration.ofNanos(nowNanos - downSinceNanos);
  }

  /**
   * It did not answer, or wrongly.
   *
   * @return whether this made it count as down
   */
  boolean failed(long nowNanos) {
    readyNanos = nowNanos + backoff.failed().toNanos();
    boolean lost = !down && backoff.failures() >= FAILURES_UNTIL_DOWN;
    if (lost) {
      down = true;
      downSinceNanos = nowNanos;
    }
    return lost;
  }

  /**
   * It answered, be it with a refusal.
   *
   * @return whether it was down
   */
  boolean answered() {
    backoff.succeeded();
    readyNanos = Long.MIN_VALUE;
    boolean back = down;
    down = false;
    return back;
  }

  /** Tries the registers again that it refused. */
  void forgetObstacles() {
    plans.values().forEach(PollPlan::forgetObstacles);
  }
}
