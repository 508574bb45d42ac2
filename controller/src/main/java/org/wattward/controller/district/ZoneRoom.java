package org.wattward.controller.district;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.arbitration.Control;
import org.wattward.controller.record.ConditionNote;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.zone.ConditionChange;
import org.wattward.controller.zone.DeciderFactory;
import org.wattward.controller.zone.ZoneLoop;
import org.wattward.controller.zone.ZoneSources;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Decider.Notice;
import org.wattward.rules.decide.Decider.Outcome;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.request.Request;

/** All zones of a district, and what becomes of their decisions. */
final class ZoneRoom implements ZoneLoop.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ZoneRoom.class);

  private final Control control;
  private final Alarms alarms;
  private final Recorder recorder;
  private final Time time;
  private final List<ZoneLoop> loops = new ArrayList<>();
  private final Map<String, List<ZoneLoop>> byDevice = new HashMap<>();

  /** The notices that stand, each zone's own; written on its thread only. */
  private final Map<String, Set<String>> notices = new ConcurrentHashMap<>();

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  ZoneRoom(ZoneSources sources, DeciderFactory deciders, Outputs outputs) {
    this.control = outputs.control;
    this.alarms = outputs.alarms;
    this.recorder = outputs.recorder;
    this.time = sources.time();
    for (Zone zone : sources.site().zones()) {
      ZoneLoop loop = new ZoneLoop(zone, deciders.decider(zone), sources, this);
      loops.add(loop);
      for (String device : zone.devices()) {
        byDevice.computeIfAbsent(device, none -> new ArrayList<>()).add(loop);
      }
    }
  }

  /** Where the zones' decisions go. */
  record Outputs(Control control, Alarms alarms, Recorder recorder) {}

  void start() {
    loops.forEach(ZoneLoop::start);
  }

  /** Something of some devices changed. */
  void changed(Collection<String> devices) {
    for (String device : devices) {
      byDevice.getOrDefault(device, List.of()).forEach(ZoneLoop::changed);
    }
  }

  /** Something of some devices changed by as little as noise does. */
  void drifted(Collection<String> devices) {
    for (String device : devices) {
      byDevice.getOrDefault(device, List.of()).forEach(ZoneLoop::drifted);
    }
  }

  /** Something that every zone sees changed. */
  void changed() {
    loops.forEach(ZoneLoop::changed);
  }

  long decisions() {
    return loops.stream().mapToLong(ZoneLoop::decisions).sum();
  }

  long missedTicks() {
    return loops.stream().mapToLong(ZoneLoop::missedTicks).sum();
  }

  @Override
  public void decided(Zone zone, Snapshot snapshot, Outcome outcome) {
    List<Request> possible = new ArrayList<>(outcome.requests());
    possible.removeIf(request -> isImpossible(zone, request));
    control
        .book()
        .replace(
            "zone/" + zone.id(),
            zone.id(),
            possible,
            "The rules of zone %s no longer ask for it.".formatted(zone.id()));
    notices(zone, outcome.notices());
  }

  private boolean isImpossible(Zone zone, Request request) {
    if (control.controls(request.point())) {
      return false;
    }
    if (said.add(request.source().name() + request.point())) {
      log.warn(
          "Zone {}: the rule \"{}\" asks for {}, which is no writable point of this site.",
          zone.id(),
          request.source().name(),
          request.point());
    }
    return true;
  }

  @Override
  public void stated(Zone zone, List<ConditionChange> changes) {
    for (ConditionChange change : changes) {
      recorder.condition(
          new ConditionNote(
              time.now(),
              zone.id(),
              change.condition().name(),
              change.condition().subject(),
              change.holds()));
    }
  }

  private void notices(Zone zone, List<Notice> now) {
    Set<String> stand = new HashSet<>();
    for (Notice notice : now) {
      stand.add(Conditions.noticeKey(zone, notice));
      alarms.raise(Conditions.notice(zone, notice));
    }
    Set<String> before = notices.getOrDefault(zone.id(), Set.of());
    before.stream().filter(key -> !stand.contains(key)).forEach(alarms::clear);
    notices.put(zone.id(), stand);
  }

  @Override
  public void failed(Zone zone, RuntimeException fault) {
    log.error("The rules of zone {} had a fault. Their last requests hold on.", zone.id(), fault);
    alarms.raise(Conditions.faultyRules(zone, fault));
  }

  @Override
  public void recovered(Zone zone) {
    log.info("The rules of zone {} work again.", zone.id());
    alarms.clear(Conditions.zoneKey(zone));
  }

  @Override
  public void close() {
    loops.forEach(ZoneLoop::close);
  }
}
