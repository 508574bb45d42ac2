package org.wattward.controller.arbitration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.wattward.controller.arbitration.ControlMemory.Kept;
import org.wattward.controller.arbitration.ControlMemory.KeptPoint;
import org.wattward.controller.arbitration.ControlMemory.KeptRequest;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.controller.arbitration.Decision.Input;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;

/**
 * The control loop: whenever requests, readings or time may change what a point's setpoint is, the
 * arbiter is asked again, and a new decision is made if the outcome is another one.
 *
 * <p>One virtual thread decides; everything else may be called from any thread.
 */
public final class Control implements AutoCloseable {
  private static final Duration LOOK_PERIOD = Duration.ofMillis(250);

  private final Parts parts;
  private final RequestBook book;
  private final Surroundings surroundings;
  private final Loop loop;
  private final Map<PointId, PointControl> points = new LinkedHashMap<>();
  private final List<PointControl> waiting = new ArrayList<>();
  private final Docket docket = new Docket(points);
  private final ConcurrentLinkedQueue<PointId> doubted = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Progress> progress = new ConcurrentLinkedQueue<>();
  private final LongAdder decisions = new LongAdder();
  private final Set<PointId> uncontrollable = ConcurrentHashMap.newKeySet();

  /**
   * What control works with.
   *
   * @param time the clock
   * @param loops makes its loop
   * @param field what the field says
   * @param outlet where setpoints go
   * @param memory what was kept and what is to be kept
   * @param listener is told of every new decision, and again when its write came further
   * @param random names decisions
   */
  public record Parts(
      Time time,
      Loops loops,
      Field field,
      Outlet outlet,
      ControlMemory memory,
      Consumer<Decision> listener,
      RandomGenerator random) {}

  private record Progress(PointId point, double value, Write write, long nanos) {}

  /** Makes a control loop over all writable points of a site; it does not run yet. */
  public Control(Site site, Parts parts) {
    this.parts = parts;
    this.loop = parts.loops().loop("control", this::turn);
    this.book = new RequestBook(parts.time(), loop::wake);
    this.surroundings = new Surroundings(site, parts.field());
    Kept kept = parts.memory().load();
    Map<PointId, KeptPoint> keptPoints = new HashMap<>();
    kept.points().forEach(point -> keptPoints.put(point.point(), point));
    for (Device device : site.devices()) {
      for (PointTemplate template : device.points()) {
        if (device.template().isControlled(template)) {
          PointId id = device.pointId(template);
          points.put(
              id,
              new PointControl(
                  Equipment.of(device, template), template.readable(), keptPoints.get(id)));
        }
      }
    }
    keptPoints.forEach((id, point) ->
        surroundings.changed(
            id, parts.time().nanos() - PointControl.ageNanos(point.changed(), parts.time().now())));
    waiting.addAll(points.values());
    kept.requests().forEach(this::restore);
  }

  /** Starts the control thread. */
  public void start() {
    loop.start();
  }

  /** All requests. */
  public RequestBook book() {
    return book;
  }

  /** Whether it is a writable point of the site. */
  public boolean controls(PointId point) {
    return points.containsKey(point);
  }

  /** The decision in force for a point. */
  public Optional<Decision> decision(PointId point) {
    return Optional.ofNullable(points.get(point)).flatMap(PointControl::decision);
  }

  /** How many decisions were made. */
  public long decisions() {
    return decisions.sum();
  }

  /** Some readings became good or ceased to be; requests that rest on them are looked at anew. */
  public void doubted(List<PointId> readings) {
    doubted.addAll(readings);
    loop.wake();
  }

  /** Some readings came; points that an interlock ties to them are looked at anew. */
  public void arrived(List<Reading> readings) {
    Set<PointId> held = surroundings.guardedBy(readings);
    if (!held.isEmpty()) {
      docket.notice(held);
      loop.wake();
    }
  }

  /** Notes whether a point takes its setpoints. */
  public void takesSetpoints(PointId point, boolean does) {
    if (does) {
      uncontrollable.remove(point);
    } else {
      uncontrollable.add(point);
    }
  }

  /** Whether a point takes its setpoints, as far as is known. */
  public boolean isControllable(PointId point) {
    return !uncontrollable.contains(point);
  }

  /** The write of a setpoint came further. */
  public void wrote(PointId point, double value, Write write) {
    progress.add(new Progress(point, value, write, parts.time().nanos()));
    loop.wake();
  }

  /**
   * Ends the control thread and lets every point that is under control have its safe value, each by
   * a decision that says so. Progress of these writes is told until {@link #close()}.
   */
  public void release() {
    loop.close();
    turn(parts.time().nanos());
    points.values().stream().filter(PointControl::isUnderControl).forEach(this::toSafe);
  }

  /** Tells what became of the last writes. */
  @Override
  public void close() {
    loop.close();
    drainProgress();
  }

  private Duration turn(long nowNanos) {
    drainProgress();
    docket.notice(book.restingOn(drained(doubted)));
    docket
        .take(book.drain(), takeUnderControl(nowNanos), nowNanos)
        .forEach((point, zone) -> decide(point, zone, nowNanos));
    OptionalLong dueNanos = docket.nextNanos();
    Duration next = dueNanos.isEmpty() ? Loop.IDLE : until(dueNanos.getAsLong());
    boolean look = !waiting.isEmpty() && next.compareTo(LOOK_PERIOD) > 0;
    return look ? LOOK_PERIOD : next;
  }

  private Duration until(long nanos) {
    Duration left = Duration.ofNanos(nanos - parts.time().nanos());
    return left.compareTo(Loop.IDLE) > 0 ? Loop.IDLE : left;
  }

  private static Set<PointId> drained(ConcurrentLinkedQueue<PointId> queue) {
    Set<PointId> drained = new HashSet<>();
    for (PointId point = queue.poll(); point != null; point = queue.poll()) {
      drained.add(point);
    }
    return drained;
  }

  private List<PointId> takeUnderControl(long nowNanos) {
    Instant now = parts.time().now();
    waiting.forEach(point -> point.settle(parts.field(), now, nowNanos));
    List<PointId> ready =
        waiting.stream().filter(PointControl::isUnderControl).map(PointControl::id).toList();
    waiting.removeIf(PointControl::isUnderControl);
    return ready;
  }

  private void decide(PointId id, String zone, long nowNanos) {
    PointControl point = points.get(id);
    if (point == null || !point.isUnderControl()) {
      return;
    }
    List<Taken> taken = book.taken(id);
    Set<PointId> basis = new HashSet<>();
    taken.forEach(request -> basis.addAll(request.request().basis()));
    Map<PointId, Input> inputs = parts.field().inputs(basis);
    PointMemory before = point.memory();
    Circumstances circumstances = surroundings.of(id, nowNanos);
    Ruling ruling =
        Arbiter.rule(new Question(point.equipment, taken, inputs, before, nowNanos, circumstances));
    point.memory(ruling.memory());
    if (before.setpoint().isPresent() && !ruling.memory().equals(before)) {
      surroundings.changed(id, nowNanos);
    }
    ruling.dueNanos().ifPresent(nanos -> docket.due(point, nanos));
    if (!ruling.memory().equals(before)) {
      keep(point);
    }
    Optional<Decision> known = point.decision();
    if (known.isEmpty() || !PointControl.sameOutcome(known.get(), ruling)) {
      announce(point, zone, inputs, ruling);
    }
    book.settle(id, nowNanos).forEach(request -> parts.memory().forget(request.id()));
  }

  private void announce(
      PointControl point, String zone, Map<PointId, Input> inputs, Ruling ruling) {
    Instant now = parts.time().now();
    Optional<Decision> known = point.decision();
    boolean written = known.isPresent() && known.get().setpoint() == ruling.setpoint();
    Write write =
        written ? known.get().write() : new Write(Write.State.REQUESTED, Optional.empty(), now, "");
    Decision decision =
        new Decision(
            name(),
            now,
            zone,
            point.id(),
            point.equipment.unit(),
            inputs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList(),
            ruling.claims(),
            ruling.wanted(),
            ruling.clips(),
            ruling.setpoint(),
            write);
    tell(point, decision);
    if (!written) {
      parts.outlet().target(point.id(), ruling.setpoint());
    }
  }

  private void tell(PointControl point, Decision decision) {
    point.decision(decision);
    decisions.increment();
    parts.listener().accept(decision);
  }

  private void toSafe(PointControl point) {
    double safe = point.equipment.writing().safe();
    double before = point.memory().setpoint().orElse(safe);
    String why =
        "The controller is being stopped: %s gets its safe value of %s."
            .formatted(point.id(), Words.value(safe, point.equipment.unit()));
    Decision decision =
        new Decision(
            name(),
            parts.time().now(),
            "",
            point.id(),
            point.equipment.unit(),
            List.of(),
            List.of(),
            before,
            before == safe ? List.of() : List.of(new Clip("stop", before, safe, why)),
            safe,
            new Write(Write.State.REQUESTED, Optional.empty(), parts.time().now(), why));
    point.memory(point.memory().after(safe, point.equipment.writing().min(), parts.time().nanos()));
    keep(point);
    tell(point, decision);
    parts.outlet().target(point.id(), safe);
  }

  private UUID name() {
    // Version and variant of a random UUID (RFC 9562, 5.4), drawn from the given source.
    long high = (parts.random().nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (parts.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private void drainProgress() {
    Map<PointId, Decision> news = new LinkedHashMap<>();
    for (Progress step = progress.poll(); step != null; step = progress.poll()) {
      PointControl point = points.get(step.point());
      Optional<Decision> known = point == null ? Optional.empty() : point.decision();
      if (point != null && known.isPresent() && known.get().setpoint() == step.value()) {
        sent(point, known.get().write(), step);
        Decision further = known.get().with(step.write());
        point.decision(further);
        news.put(step.point(), further);
      }
    }
    news.values().forEach(parts.listener()); // what came together is told once, with all its steps
  }

  /** Minimum times count from when a setpoint left for its device. */
  private void sent(PointControl point, Write before, Progress step) {
    boolean leaves =
        switch (step.write().state()) {
          case SENT -> true;
          case ACCEPTED, VERIFIED -> before.at(Write.State.SENT).isEmpty() && !before.isDone();
          case NOT_NEEDED, REQUESTED, EFFECTIVE, FAILED, UNKNOWN -> false;
        };
    PointMemory after = leaves ? point.memory().sent(step.nanos()) : point.memory();
    if (!after.equals(point.memory())) {
      point.memory(after);
      surroundings.sent(point.id(), step.nanos());
      if (point.equipment.hasMinimumTimes()) {
        keep(point);
      }
    }
  }

  private void keep(PointControl point) {
    PointMemory memory = point.memory();
    if (memory.setpoint().isPresent()) {
      Instant now = parts.time().now();
      long nowNanos = parts.time().nanos();
      parts
          .memory()
          .keep(
              new KeptPoint(
                  point.id(),
                  memory.setpoint().getAsDouble(),
                  now.minusNanos(nowNanos - memory.changedNanos()),
                  memory.startsNanos().stream()
                      .map(start -> now.minusNanos(nowNanos - start))
                      .toList()));
    }
  }

  /** A clock that was set back while the program was away does not prolong a request. */
  private void restore(KeptRequest kept) {
    Duration away = Duration.between(kept.at(), parts.time().now());
    Duration left = away.isNegative() ? kept.remaining() : kept.remaining().minus(away);
    Request request = kept.request();
    if (left.isPositive() && points.containsKey(request.point())) {
      book.restore(request, left);
    } else {
      parts.memory().forget(request.id());
    }
  }
}
