package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.wattward.devices.codec.RegisterCodec;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.Address.ModbusRegister;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.PollGroup;
import org.wattward.devices.template.SunSpecMap;

/** A device on a link: its plans, and how it has answered of late. The link's thread only. */
final class ModbusDevice {
  /** So many failures in a row, and it counts as down. */
  static final int FAILURES_UNTIL_DOWN = 3;

  private final Device device;
  private final Map<PollGroup, PollPlan> plans = new EnumMap<>(PollGroup.class);
  private final Map<PointId, PolledPoint> located = new HashMap<>();
  private final List<PointId> absent = new ArrayList<>();
  private final Silence silence;
  private long readyNanos = Long.MIN_VALUE;
  private boolean down;
  private boolean mustWalk;
  private long downSinceNanos;

  ModbusDevice(Device device, RandomGenerator random) {
    this.device = device;
    this.silence = new Silence(random);
    this.mustWalk = device.template().sunSpec().isPresent();
    locate(SunSpecRelocation.NONE);
  }

  private void locate(SunSpecRelocation relocation) {
    Map<PollGroup, List<PolledPoint>> groups = new EnumMap<>(PollGroup.class);
    plans.keySet().forEach(group -> groups.put(group, new ArrayList<>()));
    located.clear();
    absent.clear();
    for (PointTemplate template : device.points()) {
      if (template.address() instanceof ModbusRegister) {
        locate(template, relocation, groups);
      }
    }
    BlockPlanner planner = new BlockPlanner(pacing());
    groups.forEach(
        (group, points) -> plans.put(group, new PollPlan(id(), unit(), points, planner)));
  }

  private void locate(
      PointTemplate template,
      SunSpecRelocation relocation,
      Map<PollGroup, List<PolledPoint>> groups) {
    PointId pointId = device.pointId(template);
    Optional<PolledPoint> point =
        relocation
            .moved(template)
            .flatMap(RegisterCodec::of)
            .map(codec -> PolledPoint.of(pointId, codec));
    if (point.isEmpty()) {
      absent.add(pointId);
      return;
    }
    located.put(pointId, point.get());
    if (template.readable()) {
      groups.computeIfAbsent(template.pollGroup(), group -> new ArrayList<>()).add(point.get());
    }
  }

  /** Whether its SunSpec models are to be looked for before it is asked anything else. */
  boolean mustWalk() {
    return mustWalk;
  }

  /**
   * Its models were looked for.
   *
   * @param found where they are; if it has none, the template's addresses stay
   */
  void walked(Optional<SunSpecMap> found) {
    mustWalk = false;
    Optional<SunSpecMap> expected = device.template().sunSpec();
    if (expected.isPresent() && found.isPresent()) {
      locate(new SunSpecRelocation(expected.get(), found.get()));
    }
  }

  /** Points whose SunSpec model it does not have. */
  List<PointId> absent() {
    return List.copyOf(absent);
  }

  /** A point with its place in this device; nothing when the device does not have it. */
  Optional<PolledPoint> located(PointId id) {
    return Optional.ofNullable(located.get(id));
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

  /** Whether its last answer is missing. */
  boolean isFailing() {
    return silence.failures() > 0;
  }

  /** The longest that its answers took of late; zero before the first. */
  Duration answerTime() {
    return silence.answerTime();
  }

  /** How long its next answer is waited for; see {@link Silence#patience}. */
  Duration patience(Duration whole, Duration slowest) {
    return silence.patience(whole, slowest);
  }

  /** It is not asked again before this time, which is not earlier than its back-off allows. */
  void deferTo(long nanos) {
    readyNanos = nanos;
  }

  /**
   * It did not answer, or wrongly.
   *
   * @param gatewaySaysSo whether a gateway answered that it is silent
   * @return whether this made it count as down
   */
  boolean failed(long nowNanos, boolean gatewaySaysSo) {
    readyNanos = nowNanos + silence.failed(gatewaySaysSo).toNanos();
    boolean lost = !down && silence.failures() >= FAILURES_UNTIL_DOWN;
    if (lost) {
      down = true;
      downSinceNanos = nowNanos;
    }
    return lost;
  }

  /**
   * It answered, be it with a refusal.
   *
   * @param took how long that took
   * @return whether it was down
   */
  boolean answered(Duration took) {
    silence.answered(took);
    readyNanos = Long.MIN_VALUE;
    boolean back = down;
    down = false;
    // While it was away it may have got other firmware, with other models.
    mustWalk = mustWalk || (back && device.template().sunSpec().isPresent());
    return back;
  }

  /** Tries the registers again that it refused. */
  void forgetObstacles() {
    plans.values().forEach(PollPlan::forgetObstacles);
  }
}
