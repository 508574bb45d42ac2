package org.wattward.controller.writing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.arbitration.Decision.Write.State;
import org.wattward.controller.loop.Loop;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Link;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.link.WriteSteps;

/** Writes to the points of one link, one after the other, newest targets first. */
final class LinkWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LinkWriter.class);

  /** How long a write and its reading back may take. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Link link;
  private final Time time;
  private final Writer.Tally tally;
  private final Semaphore finished;
  private final Loop loop;
  private final Map<PointId, PointWriting> points = new LinkedHashMap<>();

  /** Bounded by the number of points: a newer target takes the place of one not yet seen. */
  private final Map<PointId, Double> targets = new ConcurrentHashMap<>();

  private volatile boolean finishing;
  private volatile long finishUntilNanos;
  private boolean done;

  LinkWriter(Link link, Time time, Loops loops, Writer.Tally tally, Semaphore finished) {
    this.link = link;
    this.time = time;
    this.tally = tally;
    this.finished = finished;
    this.loop = loops.loop("write-" + link.id(), this::turn);
  }

  void add(PointWriting point) {
    points.put(point.id(), point);
  }

  void start() {
    loop.start();
  }

  void target(PointId point, double value) {
    targets.put(point, value);
    loop.wake();
  }

  OptionalLong sentNanos(PointId point) {
    PointWriting known = points.get(point);
    return known == null ? OptionalLong.empty() : known.times().sentNanos();
  }

  boolean isAlone(PointId point) {
    PointWriting known = points.get(point);
    return known != null && known.times().isAlone(time.nanos());
  }

  void leaveAlone(PointId point, Duration most) {
    PointWriting known = points.get(point);
    if (known != null) {
      known.times().leaveAlone(time.nanos() + most.toNanos());
      loop.wake();
    }
  }

  void finish(long untilNanos) {
    finishUntilNanos = untilNanos;
    finishing = true;
    loop.wake();
  }

  @Override
  public void close() {
    loop.close();
  }

  private Duration turn(long nowNanos) {
    if (done) {
      return Loop.IDLE;
    }
    Set<PointId> order = takeTargets(nowNanos);
    if (finishing) {
      finishAll();
      return Loop.IDLE;
    }
    order.addAll(points.keySet());
    Duration next = Loop.IDLE;
    for (PointId id : order) {
      PointWriting point = points.get(id);
      if (point != null) {
        if (point.isDue(time.nanos(), time.now(), link.closedToWriting(id))) {
          write(point, DEADLINE);
        }
        next = shorter(next, point.sleep(time.nanos()));
      }
      if (!targets.isEmpty() || finishing) {
        return Duration.ZERO; // what is new goes before what is only due
      }
    }
    return next;
  }

  private Set<PointId> takeTargets(long nowNanos) {
    Set<PointId> taken = new LinkedHashSet<>();
    for (PointId id : List.copyOf(targets.keySet())) {
      Double value = targets.remove(id);
      PointWriting point = points.get(id);
      if (value != null && point != null) {
        point.target(value, nowNanos);
        taken.add(id);
      }
    }
    return taken;
  }

  private void finishAll() {
    for (PointWriting point : points.values()) {
      long leftNanos = finishUntilNanos - time.nanos();
      if (leftNanos > 0
          && point.isToFinish(time.nanos(), time.now(), link.closedToWriting(point.id()))) {
        Duration left = Duration.ofNanos(leftNanos);
        write(point, shorter(left, DEADLINE));
      }
    }
    done = true;
    finished.release();
  }

  private void write(PointWriting point, Duration deadline) {
    point.sending(time.nanos());
    tally.sent().increment();
    WriteOutcome outcome = send(point, deadline);
    if (outcome instanceof WriteOutcome.Verified) {
      tally.verified().increment();
    }
    if (point.came(outcome, time.nanos(), time.now())) {
      tally.failed().increment();
    }
  }

  private WriteOutcome send(PointWriting point, Duration deadline) {
    try {
      return link.write(point.id(), point.target(), deadline, new Told(point));
    } catch (RuntimeException e) {
      log.error("Link {} had a fault when it wrote {}.", link.id(), point.id(), e);
      return new WriteOutcome.Unknown(
          "Link %s had a fault: %s".formatted(link.id(), e.getMessage()));
    }
  }

  /** Tells how far a write is while this thread waits for its outcome. */
  private final class Told implements WriteSteps {
    private final PointWriting point;

    Told(PointWriting point) {
      this.point = point;
    }

    @Override
    public void sent() {
      point.came(State.SENT, time.now());
    }

    @Override
    public void accepted() {
      point.came(State.ACCEPTED, time.now());
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
