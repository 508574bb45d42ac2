package org.wattward.protocols.modbus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.point.Reading;
import org.wattward.devices.time.Time;

/**
 * Asks the devices of a link over its line, connects anew where that helps, and takes note of who
 * answers. A device that does not is tried again in the pauses of those that do, and mostly waited
 * for no longer than answers take on this link. The link's thread only.
 */
final class Dialogue implements PointWriter.Asker {
  private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

  /** All links of a site connect at once; polls begin when that is over. */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final String link;
  private final Line line;
  private final List<ModbusDevice> devices;
  private final PollSchedule schedule;
  private final Outlet outlet;
  private final Time time;
  private boolean begun;

  Dialogue(
      String link, Line line, List<ModbusDevice> devices, PollSchedule schedule, Outlet outlet) {
    this.link = link;
    this.line = line;
    this.devices = List.copyOf(devices);
    this.schedule = schedule;
    this.outlet = outlet;
    this.time = line.time();
  }

  /** Makes sure that there is a connection, and does what loss and return ask for. */
  @Override
  public boolean reconnect() throws InterruptedException {
    boolean wasUp = line.isUp();
    int failuresBefore = line.failures();
    if (!line.open()) {
      boolean justNow = line.failures() > failuresBefore;
      if (justNow && line.failures() == ModbusDevice.FAILURES_UNTIL_DOWN) {
        devices.forEach(device -> outlet.readings(allBad(device, line.reason())));
      }
      return false;
    }
    if (!wasUp) {
      long nowNanos = time.nanos();
      if (!begun) {
        begun = true;
        schedule.begin(nowNanos + SETTLING.toNanos());
      }
      for (ModbusDevice device : devices) {
        outlet.readings(FixedPoints.readings(device.device(), time.now()));
        if (failuresBefore > 0) {
          schedule.allDue(device, nowNanos);
        }
      }
    }
    return true;
  }

  /**
   * Reads for a poll. A connection that worked before and turns out closed, or has stray bytes in
   * it, is replaced and the read is asked once more: reading twice does no harm.
   */
  Reply read(ModbusDevice device, Query.Read query) throws InterruptedException {
    if (!reconnect()) {
      throw new NoAnswer(NoAnswer.Kind.NOT_SENT, line.reason());
    }
    Terms terms = terms(device, patience(device), Terms.NOBODY);
    boolean wasUsed = line.wasUsed();
    try {
      return attempt(device, query, terms);
    } catch (NoAnswer e) {
      boolean again = e.kind() == NoAnswer.Kind.CLOSED || e.kind() == NoAnswer.Kind.NOT_SENT;
      if (!again || !wasUsed || !reconnect()) {
        failed(device, e);
        throw e;
      }
    }
    return ask(device, query, terms);
  }

  /** Asks once; a request that was not sent because of stray bytes goes out on a new connection. */
  @Override
  public Reply ask(ModbusDevice device, Query query, Runnable sent) throws InterruptedException {
    return ask(device, query, terms(device, line.requestTimeout(), sent));
  }

  private static Terms terms(ModbusDevice device, Duration patience, Runnable sent) {
    return new Terms(device.pauseBetweenRequests(), patience, sent);
  }

  private Reply ask(ModbusDevice device, Query query, Terms terms) throws InterruptedException {
    try {
      boolean wasUsed = line.wasUsed();
      try {
        return attempt(device, query, terms);
      } catch (NoAnswer e) {
        if (e.kind() != NoAnswer.Kind.NOT_SENT || !wasUsed || !reconnect()) {
          throw e;
        }
        return attempt(device, query, terms);
      }
    } catch (NoAnswer e) {
      failed(device, e);
      throw e;
    }
  }

  private Reply attempt(ModbusDevice device, Query query, Terms terms) throws InterruptedException {
    Reply reply = line.ask(query, terms);
    answered(device);
    return reply;
  }

  private void answered(ModbusDevice device) {
    if (device.answered(line.answerTook())) {
      Duration downFor = device.downFor(time.nanos());
      String sentence = "It answers again after %.1f s.".formatted(downFor.toNanos() / 1e9);
      LOG.info("Device {} on link {}: {}", device.id(), link, sentence);
      schedule.allDue(device, time.nanos());
      outlet.deviceChanged(device.id(), true, sentence);
    }
  }

  private void failed(ModbusDevice device, NoAnswer fault) {
    LOG.debug("Device {} on link {}: {}", device.id(), link, fault.reason());
    boolean lost = device.failed(time.nanos(), fault.kind() == NoAnswer.Kind.SILENT_BEHIND_GATEWAY);
    device.deferTo(schedule.idleAfter(device, device.readyNanos(), patience(device).toNanos()));
    if (lost) {
      LOG.info("Device {} on link {} is lost. {}", device.id(), link, fault.reason());
      outlet.readings(allBad(device, fault.reason()));
      outlet.deviceChanged(device.id(), false, fault.reason());
    }
  }

  /**
   * How long a device is waited for: alone on its link it holds up nobody, and one that answered
   * last gets the whole time, without asking each time how slow the others are.
   */
  private Duration patience(ModbusDevice device) {
    if (devices.size() == 1 || !device.isFailing()) {
      return line.requestTimeout();
    }
    Duration slowest =
        devices.stream()
            .map(ModbusDevice::answerTime)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return device.patience(line.requestTimeout(), slowest);
  }

  private List<Reading> allBad(ModbusDevice device, String reason) {
    Instant now = time.now();
    return device.points().stream().map(point -> Reading.bad(point.id(), now, reason)).toList();
  }
}
