package org.wattward.controller.district;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.GroupRequest;
import org.wattward.controller.arbitration.Groups;
import org.wattward.controller.arbitration.ManualOverride;
import org.wattward.controller.commission.Commissioning;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.schedule.Schedules;
import org.wattward.controller.vital.Vitals;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.NetworkConfig;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.Address;
import org.wattward.devices.template.DeviceKind;
import org.wattward.devices.template.DeviceTemplate;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Lateness;
import org.wattward.protocols.link.LinkStatus;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.rules.request.Request;

/** A district of one heat pump that does what the test tells it. */
public final class FakeDistrict implements District {
  public static final PointId POWER = PointId.parse("heatpump-07/power");
  public static final PointId LIMIT = PointId.parse("heatpump-07/powerLimit");

  public final Map<PointId, Reading> readings = new LinkedHashMap<>();
  public final Map<String, Request> requests = new LinkedHashMap<>();
  public final Map<String, DemandResponse> events = new LinkedHashMap<>();
  public final Alarms alarms =
      new Alarms(Time.system(), Keep.NONE, alarm -> tell(new Change.Alarmed(alarm)));
  public final Map<String, GroupRequest> groups = new LinkedHashMap<>();
  public final List<Decision> decisions = new ArrayList<>();
  private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();

  @Override
  public Site site() {
    return new Site(
        "test",
        "Test district",
        ZoneId.of("Europe/Berlin"),
        51.3,
        6.8,
        List.of(),
        List.of(heatPump()),
        List.of(),
        NetworkConfig.NONE,
        List.of(),
        Map.of());
  }

  private static Device heatPump() {
    PointTemplate power = point("power", "Electric power", Optional.empty());
    PointTemplate limit =
        point(
            "powerLimit",
            "Power limit",
            Optional.of(
                new PointTemplate.Writing(
                    0,
                    10_000,
                    0,
                    4_200,
                    10_000,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    1,
                    Double.POSITIVE_INFINITY,
                    Duration.ZERO)));
    DeviceTemplate template =
        new DeviceTemplate(
            "test-heat-pump",
            "Test heat pump",
            DeviceKind.HEAT_PUMP,
            DeviceTemplate.Protocol.MODBUS,
            "made for the test",
            DeviceTemplate.Pacing.NONE,
            List.of(power, limit));
    return new Device(
        "heatpump-07", "Heat pump 07", template, "link-1", 1, "", Optional.empty(), Map.of());
  }

  private static PointTemplate point(
      String name, String title, Optional<PointTemplate.Writing> writing) {
    return new PointTemplate(
        name,
        title,
        PointTemplate.Form.NUMBER,
        Unit.W,
        0,
        10_000,
        true,
        PointTemplate.PollGroup.NORMAL,
        new Address.Fixed(java.util.OptionalDouble.of(0)),
        writing);
  }

  private final Schedules schedules =
      new Schedules(site(), Time.system(), Loops.threads(Time.system()), Keep.NONE, requests -> {});
  private final Receipts receipts =
      new Receipts(
          Time.system(),
          Loops.threads(Time.system()),
          Keep.NONE,
          new Receipts.Gate() {
            @Override
            public Optional<String> refusal(Request request) {
              return request.point().equals(LIMIT)
                  ? Optional.empty()
                  : Optional.of("The site has no point %s.".formatted(request.point()));
            }

            @Override
            public List<Optional<String>> takeAll(List<Request> taken) {
              taken.forEach(request -> requests.put(request.id(), request));
              return taken.stream().map(_ -> Optional.<String>empty()).toList();
            }

            @Override
            public void withdraw(String requestId, String why) {
              requests.remove(requestId);
            }
          });

  /** Tells all watchers. */
  public void tell(Change change) {
    watchers.forEach(watcher -> watcher.accept(change));
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  @Override
  public Optional<Reading> reading(PointId point) {
    return Optional.ofNullable(readings.get(point));
  }

  @Override
  public List<Reading> readings() {
    return List.copyOf(readings.values());
  }

  @Override
  public Optional<Double> setpoint(PointId point) {
    return decision(point).map(Decision::setpoint);
  }

  @Override
  public DeviceState state(Device device) {
    return new DeviceState(DeviceState.Condition.GOOD, Instant.EPOCH, "");
  }

  @Override
  public Optional<Decision> decision(PointId point) {
    return decisions.stream().filter(decision -> decision.point().equals(point)).findFirst();
  }

  @Override
  public List<Decision> latestDecisions(int most) {
    return decisions.stream().limit(most).toList();
  }

  @Override
  public List<Request> requests(PointId point) {
    return requests.values().stream().filter(request -> request.point().equals(point)).toList();
  }

  @Override
  public List<Request> requests(Request.Source.Kind kind) {
    return requests.values().stream().filter(request -> request.source().kind() == kind).toList();
  }

  @Override
  public Receipt request(Request request) {
    requests.put(request.id(), request);
    return new Receipt.Accepted(request);
  }

  @Override
  public List<ManualOverride> overrides() {
    return requests.values().stream()
        .map(request -> new ManualOverride(request, request.validFor(), false))
        .toList();
  }

  @Override
  public boolean withdraw(String requestId, String why) {
    return requests.remove(requestId) != null;
  }

  @Override
  public Receipts receipts() {
    return receipts;
  }

  @Override
  public Schedules schedules() {
    return schedules;
  }

  @Override
  public Optional<String> request(GroupRequest request) {
    groups.put(request.id(), request);
    return Optional.empty();
  }

  @Override
  public List<Groups.Shared> groups() {
    return groups.values().stream().map(it -> new Groups.Shared(it, Map.of())).toList();
  }

  @Override
  public Optional<String> tryWatchdog(Device device, Asker asker) {
    return Optional.of("%s has no watchdog.".formatted(device.id()));
  }

  @Override
  public Optional<Commissioning.Report> watchdogTrial(Device device) {
    return Optional.empty();
  }

  @Override
  public Alarms alarms() {
    return alarms;
  }

  @Override
  public List<DemandResponse> events() {
    return List.copyOf(events.values());
  }

  @Override
  public void announce(DemandResponse event) {
    events.put(event.id(), event);
  }

  @Override
  public boolean cancel(String eventId) {
    return events.remove(eventId) != null;
  }

  @Override
  public List<Vitals.Answer> vitals() {
    return List.of();
  }

  @Override
  public Counters counters() {
    return new Counters(10, 0, 100, 10, 5, 0, 2, 1, 1, 0, Duration.ofSeconds(10));
  }

  @Override
  public List<LinkState> links() {
    LinkStatus up =
        new LinkStatus(
            LinkStatus.State.UP, "", 20, 10, 0, 0, 1.5, Lateness.NONE, 0, 100, List.of());
    return site().links().stream().map(link -> new LinkState(link.id(), up)).toList();
  }

  @Override
  public AutoCloseable watch(Consumer<Change> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }
}
