package org.wattward.controller.district;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.alarm.AlarmNow;
import org.wattward.controller.arbitration.ControlMemory;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.district.LocalDistrict.Parts;
import org.wattward.controller.loop.SteppedLoops;
import org.wattward.controller.record.ListedRecord;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.ManualTime;
import org.wattward.protocols.link.FakeLink;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;
import org.wattward.rules.request.Wish;

/** A district on fake links, gone through step by step; its field is polled every second. */
final class TestDistrict implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final ManualTime time;
  final SteppedLoops loops;
  final LocalDistrict district;
  final ListedRecord record = new ListedRecord();
  final Map<String, FakeLink> links = new LinkedHashMap<>();

  /** What the zone of a name decides; nothing by default. */
  final Map<String, Function<Snapshot, List<Request>>> rules = new HashMap<>();

  private final Set<String> silent = new HashSet<>();

  TestDistrict(Site site) {
    this(site, new ManualTime(START), ControlMemory.NONE);
  }

  TestDistrict(Site site, ManualTime time, ControlMemory memory) {
    this.time = time;
    loops = new SteppedLoops(time);
    district =
        new LocalDistrict(
            site,
            new Parts(
                time,
                (config, devices, listener) -> {
                  FakeLink link = new FakeLink(config.id(), devices, listener, time);
                  links.put(config.id(), link);
                  return link;
                },
                zone -> snapshot -> decide(zone.id(), snapshot),
                PriceBook.NONE,
                record,
                memory,
                new Random(1)),
            loops);
    for (var device : site.devices()) {
      for (var point : device.points()) {
        double value = point.writing().map(w -> w.relinquishDefault()).orElse(1000.0);
        link(device.link()).show(device.pointId(point), value);
      }
    }
    loops.loop("polls", _ -> poll()).start();
  }

  private Decider.Outcome decide(String zone, Snapshot snapshot) {
    List<Request> requests = rules.getOrDefault(zone, _ -> List.of()).apply(snapshot);
    return new Decider.Outcome(requests, Set.of(), List.of(), requests.size());
  }

  private Duration poll() {
    links.forEach((id, link) -> {
      if (!silent.contains(id)) {
        link.poll();
      }
    });
    return Duration.ofSeconds(1);
  }

  /** Starts it and lets ten seconds pass, so that all devices are settled. */
  TestDistrict started() {
    district.start();
    run(10);
    return this;
  }

  void run(double seconds) {
    loops.run(Duration.ofNanos((long) (seconds * 1e9)));
  }

  FakeLink link(String id) {
    return Objects.requireNonNull(links.get(id));
  }

  /** A link whose field answers no polls any more, without anybody saying so. */
  void silence(String link) {
    silent.add(link);
  }

  void speak(String link) {
    silent.remove(link);
  }

  /** The values written to a point, in order. */
  List<Double> written(String link, PointId point) {
    return link(link).written().stream()
        .filter(written -> written.point().equals(point))
        .map(FakeLink.Written::value)
        .toList();
  }

  Decision decision(PointId point) {
    return district.decision(point).orElseThrow();
  }

  List<Alarm> activeAlarms() {
    return district.alarms().list().stream().map(AlarmNow::alarm).filter(Alarm::isActive).toList();
  }

  /** A rule's request. */
  Request rule(String id, PointId point, Wish wish, Set<PointId> basis) {
    return new Request(
        id,
        point,
        wish,
        11,
        "The feeder is loaded.",
        new Source(Source.Kind.RULE, "Spare the feeder", "test 1.0.0"),
        time.now(),
        Duration.ofMinutes(2),
        basis);
  }

  /** A person's override. */
  Request override(String id, PointId point, double value, Duration validFor) {
    return new Request(
        id,
        point,
        new Wish.Set(value),
        Request.MANUAL_OPERATOR,
        "The tenant is cold.",
        new Source(Source.Kind.PERSON, "anna", ""),
        time.now(),
        validFor,
        Set.of());
  }

  @Override
  public void close() {
    district.close();
  }
}
