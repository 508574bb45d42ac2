package org.wattward.protocols.modbus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.RegisterTable;
import org.wattward.devices.template.SunSpecMap;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.LinkCounters;
import org.wattward.protocols.link.LinkStatus.State;
import org.wattward.protocols.link.WriteOutcome;
import org.wattward.protocols.modbus.PollSchedule.Due;
import org.wattward.protocols.modbus.PollSchedule.Slot;

/** What a link's thread does: connect, write what waits, poll what is due, and so on. */
final class LinkWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkWorker.class);

  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration FORGET_OBSTACLES_AFTER = Duration.ofHours(1);

  private final String link;
  private final Line line;
  private final List<ModbusDevice> devices;
  private final PollSchedule schedule;
  private final WriteQueue writes;
  private final Semaphore wake;
  private final Outlet outlet;
  private final LinkCounters counters;
  private final Time time;
  private final Dialogue dialogue;
  private final PointWriter writer;
  private long forgotNanos;

  /** What was written since the poll under way began. */
  private final Set<PointId> writtenMeanwhile = new HashSet<>();

  /**
   * What the worker shares with the threads that call the link.
   *
   * @param writes where they leave writes
   * @param wake a permit for each write left
   * @param outlet the way to the listener
   * @param counters for the link's status
   * @param time the time
   */
  record Shared(
      WriteQueue writes, Semaphore wake, Outlet outlet, LinkCounters counters, Time time) {}

  LinkWorker(
      String link, Line line, List<ModbusDevice> devices, PollSchedule schedule, Shared shared) {
    this.link = link;
    this.line = line;
    this.devices = List.copyOf(devices);
    this.schedule = schedule;
    this.writes = shared.writes();
    this.wake = shared.wake();
    this.outlet = shared.outlet();
    this.counters = shared.counters();
    this.time = shared.time();
    this.dialogue = new Dialogue(link, line, devices, schedule, outlet);
    this.writer = new PointWriter(dialogue, time);
    this.forgotNanos = time.nanos();
    devices.forEach(schedule::add);
  }

  @Override
  public void run() {
    try {
      while (!outlet.isShut()) {
        stepOrRecover();
      }
    } catch (InterruptedException e) {
      // Interrupting is how the link's thread is stopped.
    } finally {
      writes.close();
      writes.refuse(device -> true, job -> "Link %s is closed.".formatted(link));
      line.drop();
      counters.state(State.CLOSED, "It was closed.");
    }
  }

  /** The one place of a link where faults end: the link goes on with a new connection. */
  private void stepOrRecover() throws InterruptedException {
    try {
      step();
    } catch (NoAnswer e) {
      throw new IllegalStateException("A missing answer was not dealt with.", e);
    } catch (RuntimeException e) {
      LOG.error("Link {} had a fault and connects anew.", link, e);
      counters.failures(1);
      line.drop();
      time.sleep(AFTER_FAULT);
    }
  }

  private void step() throws InterruptedException {
    if (!dialogue.reconnect()) {
      writes.refuse(device -> true, job -> "Not sent: " + line.reason());
      waitUntil(line.retryNanos());
      return;
    }
    serveWrites();
    forgetObstaclesNowAndThen();
    long nowNanos = time.nanos();
    Optional<Due> first = schedule.first();
    if (first.isEmpty()) {
      waitUntil(nowNanos + IDLE.toNanos());
    } else if (first.get().dueNanos() - nowNanos > 0) {
      waitUntil(first.get().dueNanos());
    } else {
      Slot slot = first.get().slot();
      poll(slot, nowNanos - first.get().dueNanos());
    }
  }

  private void waitUntil(long nanos) throws InterruptedException {
    time.await(wake, Duration.ofNanos(nanos - time.nanos()));
    wake.drainPermits();
  }

  /** Polls; trying a device that did not answer the last time is not counted as a poll. */
  private void poll(Slot slot, long lateNanos) throws InterruptedException {
    ModbusDevice device = slot.device();
    boolean counts = !device.isFailing();
    if (counts) {
      counters.poll(Duration.ofNanos(lateNanos), Duration.ofNanos(slot.periodNanos()));
    }
    PollPlan plan = device.plan(slot.group());
    RegisterImage image = new RegisterImage();
    writtenMeanwhile.clear();
    long beganNanos = time.nanos();
    try {
      walkIfNeeded(device);
      plan = device.plan(slot.group());
      plan.poll(query -> read(device, query), image, time::now);
      long endNanos = time.nanos();
      long missed = schedule.done(slot, endNanos, endNanos - beganNanos);
      if (counts && missed > 0) {
        counters.missed(missed);
      }
    } catch (NoAnswer e) {
      schedule.again(slot, time.nanos());
    }
    outlet.readings(notWrittenSince(plan.readings(image, time::now)));
  }

  /**
   * A write that was served between two blocks of a poll may have changed what an earlier block
   * showed; told after the write, it would look as if the device had gone back.
   */
  private List<Reading> notWrittenSince(List<Reading> readings) {
    return writtenMeanwhile.isEmpty()
        ? readings
        : readings.stream().filter(one -> !writtenMeanwhile.contains(one.point())).toList();
  }

  /** Finds a SunSpec device's models where they are, before the first poll and after a loss. */
  private void walkIfNeeded(ModbusDevice device) throws InterruptedException {
    if (!device.mustWalk()) {
      return;
    }
    Optional<SunSpecMap> found =
        new SunSpecWalk((address, count) -> holding(device, address, count)).find();
    device.walked(found);
    if (found.isEmpty()) {
      LOG.warn(
          "Device {} on link {} shows no SunSpec marker at {}. Its template's addresses are used.",
          device.id(),
          link,
          SunSpecMap.BASES);
    }
    Instant now = time.now();
    outlet.readings(
        device.absent().stream()
            .map(point -> Reading.bad(point, now, absentReason(device, point)))
            .toList());
  }

  private Optional<int[]> holding(ModbusDevice device, int address, int count)
      throws InterruptedException {
    Query.Read query = new Query.Read(device.unit(), RegisterTable.HOLDING, address, count);
    return read(device, query) instanceof Reply.Words words
        ? Optional.of(words.words())
        : Optional.empty();
  }

  private static String absentReason(ModbusDevice device, PointId point) {
    return "%s does not have the SunSpec model of %s.".formatted(device.id(), point.name());
  }

  private Reply read(ModbusDevice device, Query.Read query) throws InterruptedException {
    serveWrites();
    return dialogue.read(device, query);
  }

  private void serveWrites() throws InterruptedException {
    writes.refuse(
        ModbusDevice::isDown,
        job -> "Not sent: device %s does not answer.".formatted(job.device().id()));
    Optional<WriteJob> job = writes.take(this::isReady);
    while (job.isPresent()) {
      serve(job.get());
      job = writes.take(this::isReady);
    }
  }

  private void serve(WriteJob job) throws InterruptedException {
    WriteOutcome outcome =
        new WriteOutcome.Unknown("Link %s was closed meanwhile.".formatted(link));
    writtenMeanwhile.add(job.point());
    try {
      outcome = write(job);
      if (outcome instanceof WriteOutcome.Verified(double value) && job.target().readable()) {
        outlet.readings(List.of(Reading.good(job.point(), time.now(), value)));
      }
    } finally {
      job.finish(outcome);
    }
  }

  private WriteOutcome write(WriteJob job) throws InterruptedException {
    if (!dialogue.reconnect()) {
      return new WriteOutcome.Refused("Not sent: " + line.reason());
    }
    Optional<PolledPoint> point = job.device().located(job.point());
    return point.isPresent()
        ? writer.write(new PointWriter.Order(job.device(), point.get(), job.target()))
        : new WriteOutcome.Refused(absentReason(job.device(), job.point()));
  }

  private boolean isReady(ModbusDevice device) {
    // Before its models are found, nobody knows where a SunSpec device's points stand.
    return device.readyNanos() <= time.nanos() && !device.mustWalk();
  }

  private void forgetObstaclesNowAndThen() {
    if (time.nanos() - forgotNanos > FORGET_OBSTACLES_AFTER.toNanos()) {
      forgotNanos = time.nanos();
      devices.forEach(ModbusDevice::forgetObstacles);
    }
  }
}
