package org.wattward.controller.district;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.wattward.controller.acquisition.LinkOpener;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.zone.DeciderFactory;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.rules.request.Request;

/** A district that this process controls. */
public final class LocalDistrict implements District {
  private final Site site;
  private final Parts parts;

  /**
   * Puts a district together; nothing runs before {@link #start()}.
   *
   * @param site what is controlled
   * @param parts what it works with
   */
  public LocalDistrict(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /**
   * What a district works with.
   *
   * @param time its clock
   * @param links makes its links
   * @param deciders gives each zone its rules
   * @param prices what electricity costs
   * @param recorder takes what happens
   * @param memory keeps what a restart must not forget; the district closes it
   * @param random names decisions; a seeded one makes runs repeatable
   */
  public record Parts(
      Time time,
      LinkOpener links,
      DeciderFactory deciders,
      PriceBook prices,
      Recorder recorder,
      ControlMemory memory,
      RandomGenerator random) {}

  @Override
  public Site site() {
    return site;
  }

  @Override
  public void start() {}

  @Override
  public void close() {
    parts.memory().close();
  }

  @Override
  public Optional<Reading> reading(PointId point) {
    return Optional.empty();
  }

  @Override
  public List<Reading> readings() {
    return List.of();
  }

  @Override
  public Optional<Double> setpoint(PointId point) {
    return Optional.empty();
  }

  @Override
  public DeviceState state(Device device) {
    return new DeviceState(DeviceState.Condition.STARTING, parts.time().now(), "");
  }

  @Override
  public Optional<Decision> decision(PointId point) {
    return Optional.empty();
  }

  @Override
  public List<Decision> latestDecisions(int most) {
    return List.of();
  }

  @Override
  public List<Request> requests(PointId point) {
    return List.of();
  }

  @Override
  public List<Request> requests(Request.Source.Kind kind) {
    return List.of();
  }

  @Override
  public Receipt request(Request request) {
    return new Receipt.Refused("The district has not started.");
  }

  @Override
  public boolean withdraw(String requestId) {
    return false;
  }

  @Override
  public List<Alarm> alarms() {
    return List.of();
  }

  @Override
  public Optional<Alarm> acknowledge(String alarmKey, String person) {
    return Optional.empty();
  }

  @Override
  public List<DemandResponse> events() {
    return List.of();
  }

  @Override
  public void announce(DemandResponse event) {}

  @Override
  public boolean cancel(String eventId) {
    return false;
  }

  @Override
  public Counters counters() {
    return new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);
  }

  @Override
  public AutoCloseable watch(Consumer<Change> watcher) {
    return () -> {};
  }
}
