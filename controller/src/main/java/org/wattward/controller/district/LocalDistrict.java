package org.wattward.controller.district;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.acquisition.Acquisition;
import org.wattward.controller.acquisition.DeviceHealth;
import org.wattward.controller.acquisition.LinkOpener;
import org.wattward.controller.alarm.AlarmNow;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.arbitration.Control;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.arbitration.GroupRequest;
import org.wattward.controller.arbitration.Groups;
import org.wattward.controller.arbitration.ManualOverride;
import org.wattward.controller.commission.Commissioning;
import org.wattward.controller.event.Events;
import org.wattward.controller.keep.Keep;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.controller.receipt.Asker;
import org.wattward.controller.receipt.Receipts;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.schedule.Schedules;
import org.wattward.controller.vital.Vitals;
import org.wattward.controller.writing.Writer;
import org.wattward.controller.zone.DeciderFactory;
import org.wattward.controller.zone.PriceBook;
import org.wattward.controller.zone.ZoneSources;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkListener.StateChange;
import org.wattward.rules.decide.Snapshot.DemandResponse;
import org.wattward.rules.decide.Snapshot.Switching;
import org.wattward.rules.request.Request;

/** A district that this process controls: every room put together. */
public final class LocalDistrict implements District {
  private static final Logger log = LoggerFactory.getLogger(LocalDistrict.class);
  private static final Duration HOUSEKEEPING = Duration.ofMillis(250);
  private static final Duration REMINDERS = Duration.ofSeconds(5);
  private static final Duration MOST_TO_STOP = Duration.ofSeconds(5);

  private final Vitals vitals;
  private final Site site;
  private final Parts parts;
  private final Time time;
  private final Watchers watchers = new Watchers();
  private final LatestDecisions latest = new LatestDecisions();
  private final Conditions conditions;
  private final Keep conditionMemory;
  private final Keep groupMemory;
  private final Keep alarmMemory;
  private final Alarms alarms;
  private final Events events;
  private final Acquisition acquisition;
  private final Writer writer;
  private final Control control;
  private final ZoneRoom zones;
  private final Schedules schedules;
  private final Groups groups;
  private final LossWatch losses;
  private final LimitWatch limits;
  private final Intake intake;
  private final Receipts receipts;
  private final Commissioning commissioning;
  private final Loop housekeeping;
  private final Loop reminders;
  private volatile boolean running;
  private volatile long startNanos;

  /**
   * Puts a district together; nothing runs before {@link #start()}.
   *
   * @param site what is controlled
   * @param parts what it works with
   * @throws org.wattward.devices.WattwardException when a link cannot be opened, a rule package
   *     cannot be used or a schedule cannot be followed
   */
  public LocalDistrict(Site site, Parts parts) {
    this(site, parts, Loops.threads(parts.time()));
  }

  /**
   * Puts a district together whose loops are made by somebody else; for simulations that run as
   * fast as the machine goes, and for tests.
   *
   * @param site what is controlled
   * @param parts what it works with
   * @param unwatched makes its loops
   */
  public LocalDistrict(Site site, Parts parts, Loops unwatched) {
    this.vitals = new Vitals(unwatched, parts.time());
    Loops loops = vitals;
    this.site = site;
    this.parts = parts;
    this.time = parts.time();
    this.startNanos = time.nanos();
    conditions = new Conditions(site);
    alarmMemory = parts.memory().journal("alarms");
    alarms = new Alarms(time, alarmMemory, this::tellAlarm);
    limits = new LimitWatch(site, alarms);
    events = new Events(time);
    Field field = new Field();
    acquisition = new Acquisition(site, time, parts.links(), loops, field);
    writer =
        new Writer(
            site, time, loops, acquisition.links(), acquisition.table(), new WriteListener());
    control =
        new Control(
            site,
            new Control.Parts(
                time,
                loops,
                acquisition.table(),
                writer,
                parts.memory(),
                this::tellDecision,
                parts.random()));
    conditionMemory = parts.memory().journal("conditions");
    AtomicReference<Optional<Switching>> switching = new AtomicReference<>(Optional.empty());
    ZoneSources sources =
        new ZoneSources(
            site,
            time,
            loops,
            acquisition.table()::readingsOf,
            this::setpoints,
            events::list,
            parts.prices(),
            switching::get,
            () -> parts.deciders().parameters(site),
            parts.deciders()::isWanted,
            conditionMemory);
    zones =
        new ZoneRoom(
            sources, parts.deciders(), new ZoneRoom.Outputs(control, alarms, parts.recorder()));
    parts.deciders().onChange(zones::changed);
    schedules =
        new Schedules(site, time, loops, parts.memory().journal("schedules"), this::scheduled);
    groupMemory = parts.memory().journal("groups");
    groups = new Groups(site, time, loops, control, acquisition.table(), groupMemory);
    losses =
        new LossWatch(
            site,
            loops,
            acquisition.table()::reading,
            new LossWatch.Outputs(parts.recorder()::readings, alarms, time::now, switching::set));
    intake = new Intake(site, control, time);
    receipts = new Receipts(time, loops, parts.memory().journal("orders"), new OrderGate());
    commissioning =
        new Commissioning(
            new Commissioning.Parts(
                site, time, acquisition.table(), control, writer, parts.recorder()),
            loops);
    OverrideWatch overrideWatch = new OverrideWatch(site, this::overrides, alarms, time);
    reminders =
        loops.loop(
            "reminders",
            _ -> {
              overrideWatch.turn();
              return REMINDERS;
            });
    housekeeping =
        loops.loop(
            "housekeeping",
            _ -> {
              alarms.tick();
              return HOUSEKEEPING;
            });
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

  /** The points that a district records besides those of its devices: its network's losses. */
  public static List<PointId> estimatedPoints(Site site) {
    return site.network().buses().isEmpty()
        ? List.of()
        : List.of(LossWatch.LOSS, LossWatch.TRANSFORMER_LOSS, LossWatch.LINE_LOSS);
  }

  @Override
  public Site site() {
    return site;
  }

  @Override
  public void start() {
    startNanos = time.nanos();
    running = true;
    housekeeping.start();
    reminders.start();
    writer.start();
    control.start();
    acquisition.start();
    zones.start();
    schedules.start();
    groups.start();
    receipts.start();
    commissioning.start();
    losses.start();
  }

  @Override
  public void close() {
    schedules.close();
    if (running) {
      running = false;
      commissioning.close();
      groups.close();
      losses.close();
      zones.close();
      control.release();
      if (!writer.finish(MOST_TO_STOP)) {
        log.warn("Not all safe values could be written within {} s.", MOST_TO_STOP.toSeconds());
      }
      writer.close();
      control.close();
    }
    acquisition.close();
    reminders.close();
    housekeeping.close();
    receipts.close();
    conditionMemory.close();
    groupMemory.close();
    alarmMemory.close();
    parts.memory().close();
  }

  @Override
  public Optional<Reading> reading(PointId point) {
    return acquisition.table().reading(point);
  }

  @Override
  public List<Reading> readings() {
    return acquisition.table().readings();
  }

  @Override
  public Optional<Double> setpoint(PointId point) {
    return control.decision(point).map(Decision::setpoint);
  }

  @Override
  public DeviceState state(Device device) {
    DeviceHealth health =
        acquisition
            .health(device.id())
            .orElseThrow(
                () -> new IllegalArgumentException("The site has no device " + device.id() + "."));
    return state(health);
  }

  @Override
  public Optional<Decision> decision(PointId point) {
    return control.decision(point);
  }

  @Override
  public List<Decision> latestDecisions(int most) {
    return latest.list(most);
  }

  @Override
  public List<Request> requests(PointId point) {
    return control.book().requests(point);
  }

  @Override
  public List<Request> requests(Request.Source.Kind kind) {
    return control.book().requests(kind);
  }

  @Override
  public List<ManualOverride> overrides() {
    return control.book().overrides(site.overrideReminder());
  }

  @Override
  public Receipt request(Request request) {
    Optional<String> refusal = intake.refusal(request);
    if (refusal.isEmpty()) {
      refusal = intake.take(request, parts.memory());
    }
    return refusal
        .<Receipt>map(Receipt.Refused::new)
        .orElseGet(() -> new Receipt.Accepted(request));
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
    return groups.take(request);
  }

  @Override
  public List<Groups.Shared> groups() {
    return groups.list();
  }

  @Override
  public boolean withdraw(String requestId, String why) {
    return groups.withdraw(requestId) || control.book().withdraw(requestId, why).isPresent();
  }

  @Override
  public Optional<String> tryWatchdog(Device device, Asker asker) {
    return commissioning.tryWatchdog(device, asker);
  }

  @Override
  public Optional<Commissioning.Report> watchdogTrial(Device device) {
    return commissioning.report(device.id());
  }

  @Override
  public Alarms alarms() {
    return alarms;
  }

  @Override
  public List<DemandResponse> events() {
    return events.list();
  }

  @Override
  public void announce(DemandResponse event) {
    events.announce(event);
    zones.changed();
  }

  @Override
  public boolean cancel(String eventId) {
    boolean was = events.cancel(eventId);
    zones.changed();
    return was;
  }

  @Override
  public Counters counters() {
    Acquisition.Totals totals = acquisition.totals();
    return new Counters(
        totals.polls(),
        totals.latePolls(),
        totals.readings() + losses.recorded(),
        totals.readingsPerSecond(),
        zones.decisions(),
        zones.missedTicks(),
        control.decisions(),
        writer.sent(),
        writer.verified(),
        writer.failed(),
        Duration.ofNanos(time.nanos() - startNanos));
  }

  @Override
  public List<Vitals.Answer> vitals() {
    return vitals.ask();
  }

  @Override
  public List<LinkState> links() {
    return acquisition.links().stream()
        .map(link -> new LinkState(link.id(), link.status()))
        .toList();
  }

  @Override
  public AutoCloseable watch(Consumer<Change> watcher) {
    return watchers.add(watcher);
  }

  private Map<PointId, Double> setpoints(Collection<Device> devices) {
    Map<PointId, Double> setpoints = new HashMap<>();
    for (Device device : devices) {
      for (PointTemplate point : device.points()) {
        if (point.isWritable()) {
          PointId id = device.pointId(point);
          control.decision(id).ifPresent(decision -> setpoints.put(id, decision.setpoint()));
        }
      }
    }
    return setpoints;
  }

  private void scheduled(List<Request> requests) {
    control.book().replace("schedules", "", requests, "Its schedule is over.");
  }

  private void tellDecision(Decision decision) {
    latest.add(decision);
    if (decision.write().state() != Write.State.SENT) {
      parts.recorder().decision(decision); // a write on its way is news for a moment only
    }
    receipts.decided(decision);
    watchers.tell(new Change.Decided(decision));
  }

  private void tellAlarm(AlarmNow alarm) {
    parts.recorder().alarm(alarm.alarm());
    watchers.tell(new Change.Alarmed(alarm));
  }

  private static DeviceState state(DeviceHealth health) {
    DeviceState.Condition condition =
        switch (health.condition()) {
          case STARTING -> DeviceState.Condition.STARTING;
          case GOOD -> DeviceState.Condition.GOOD;
          case STALE -> DeviceState.Condition.STALE;
          case BAD -> DeviceState.Condition.BAD;
        };
    return new DeviceState(condition, health.since(), health.reason());
  }

  /** Hands on what the field says. Links may speak only after the start, so all rooms stand. */
  private final class Field implements Acquisition.Listener {
    @Override
    public void arrived(Acquisition.Batch batch) {
      parts.recorder().readings(batch.readings());
      limits.arrived(batch.readings());
      control.arrived(batch.readings());
      zones.changed(batch.notableDevices());
      zones.drifted(batch.changedDevices());
      if (!batch.requalified().isEmpty()) {
        control.doubted(batch.requalified());
      }
      watchers.tell(new Change.Readings(batch.readings()));
    }

    @Override
    public void aged(List<Reading> readings) {
      Set<String> devices = new HashSet<>();
      readings.forEach(reading -> devices.add(reading.point().device()));
      zones.changed(devices);
      control.arrived(readings);
      control.doubted(readings.stream().map(Reading::point).toList());
      watchers.tell(new Change.Readings(readings));
    }

    @Override
    public void linkChanged(StateChange change) {
      if (change.device().isEmpty() && conditions.isGateway(change.link())) {
        if (change.up()) {
          alarms.clear(Conditions.linkKey(change.link()));
        } else {
          alarms.raise(conditions.lostLink(change.link(), change.reason()));
        }
      }
    }

    @Override
    public void deviceChanged(Device device, DeviceHealth health) {
      if (health.condition() == DeviceHealth.Condition.BAD) {
        alarms.raise(conditions.badDevice(device, health.reason()));
      } else {
        alarms.clear(Conditions.deviceKey(device.id()));
      }
      watchers.tell(new Change.DeviceChanged(device.id(), state(health)));
    }
  }

  /** Brings the orders of programs to arbitration. */
  private final class OrderGate implements Receipts.Gate {
    @Override
    public Optional<String> refusal(Request request) {
      return intake.refusal(request);
    }

    @Override
    public List<Optional<String>> takeAll(List<Request> requests) {
      return control.book().takeAll(requests);
    }

    @Override
    public void withdraw(String requestId, String why) {
      control.book().withdraw(requestId, why);
    }
  }

  /** Hands on what becomes of writes. */
  private final class WriteListener implements Writer.Listener {
    @Override
    public void progress(PointId point, double value, Write write) {
      control.wrote(point, value, write);
    }

    @Override
    public void failed(PointId point, String reason) {
      log.warn("{} cannot be controlled. {}", point, reason);
      control.takesSetpoints(point, false);
      alarms.raise(Conditions.failedWrite(point, reason));
    }

    @Override
    public void works(PointId point) {
      log.info("{} can be controlled again.", point);
      control.takesSetpoints(point, true);
      alarms.clear(Conditions.writeKey(point));
    }

    @Override
    public void ineffective(PointId point, String reason) {
      alarms.raise(Conditions.noEffect(point, reason));
    }

    @Override
    public void effective(PointId point) {
      alarms.clear(Conditions.effectKey(point));
    }
  }
}
