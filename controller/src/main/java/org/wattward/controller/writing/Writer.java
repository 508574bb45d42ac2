package org.wattward.controller.writing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.wattward.controller.arbitration.Decision.Write;
import org.wattward.controller.arbitration.Field;
import org.wattward.controller.arbitration.Outlet;
import org.wattward.controller.loop.Loops;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.time.Time;
import org.wattward.protocols.link.Link;

/** Brings setpoints to the field, link by link, so that a dead link delays no other. */
public final class Writer implements Outlet, AutoCloseable {
  private final Time time;
  private final Loops loops;
  private final Map<PointId, LinkWriter> byPoint = new HashMap<>();
  private final Map<String, LinkWriter> byLink = new HashMap<>();
  private final Semaphore finished = new Semaphore(0);
  private final Tally tally = new Tally(new LongAdder(), new LongAdder(), new LongAdder());

  /** Who is told what becomes of writes. Called on the links' writing threads. */
  public interface Listener {
    /** A write came further. */
    void progress(PointId point, double value, Write write);

    /**
     * A point cannot be controlled: retries did not help.
     *
     * @param reason a sentence
     */
    void failed(PointId point, String reason);

    /** A point that could not be controlled can be again. */
    void works(PointId point);

    /**
     * A point holds its setpoint, but what is measured does not follow it.
     *
     * @param reason a sentence
     */
    void ineffective(PointId point, String reason);

    /** What is measured follows the setpoint, or there is another setpoint. */
    void effective(PointId point);
  }

  /**
   * Counts writes.
   *
   * @param sent that went out
   * @param verified whose value was read back
   * @param failed refused, mismatched or unknown in the end
   */
  record Tally(LongAdder sent, LongAdder verified, LongAdder failed) {}

  /**
   * Makes the writing threads of a site; they do not run yet.
   *
   * @param links the links that carry its devices
   * @param field what the field says
   */
  public Writer(
      Site site, Time time, Loops loops, List<Link> links, Field field, Listener listener) {
    this.time = time;
    this.loops = loops;
    for (Link link : links) {
      LinkWriter writer = new LinkWriter(link, time, loops, tally, finished);
      byLink.put(link.id(), writer);
    }
    for (Device device : site.devices()) {
      LinkWriter writer = byLink.get(device.link());
      for (PointTemplate point : device.points()) {
        if (device.template().isControlled(point) && writer != null) {
          PointId id = device.pointId(point);
          writer.add(new PointWriting(id, point, field, listener));
          byPoint.put(id, writer);
        }
      }
    }
  }

  /** Starts the writing threads. */
  public void start() {
    byLink.values().forEach(LinkWriter::start);
  }

  @Override
  public void target(PointId point, double value) {
    LinkWriter writer = byPoint.get(point);
    if (writer != null) {
      writer.target(point, value);
    }
  }

  /**
   * Neither refreshes nor corrects what a device holds for some time, so that its own watchdog runs
   * out; a new setpoint ends that at once. Any thread.
   *
   * @param most for how long; zero ends it
   */
  public void leaveAlone(PointId point, Duration most) {
    LinkWriter writer = byPoint.get(point);
    if (writer != null) {
      writer.leaveAlone(point, most);
    }
  }

  /** Whether what a device holds is left alone. Any thread. */
  public boolean isAlone(PointId point) {
    LinkWriter writer = byPoint.get(point);
    return writer != null && writer.isAlone(point);
  }

  /** When a write to a point last went out, on the monotonic clock. Any thread. */
  public OptionalLong sentNanos(PointId point) {
    LinkWriter writer = byPoint.get(point);
    return writer == null ? OptionalLong.empty() : writer.sentNanos(point);
  }

  /** Writes that went out since the start. */
  public long sent() {
    return tally.sent().sum();
  }

  /** Writes whose value was read back. */
  public long verified() {
    return tally.verified().sum();
  }

  /** Writes that were refused, mismatched or unknown in the end. */
  public long failed() {
    return tally.failed().sum();
  }

  /**
   * Writes what is still to be written once, without retries and without regard to spacing, and
   * nothing afterwards.
   *
   * @param most how long to wait for it
   * @return whether all links came to an end in that time
   */
  public boolean finish(Duration most) {
    long untilNanos = time.nanos() + most.toNanos();
    byLink.values().forEach(writer -> writer.finish(untilNanos));
    boolean all = true;
    try {
      for (int i = 0; i < byLink.size(); i++) {
        all &= loops.await(finished, Duration.ofNanos(untilNanos - time.nanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return all;
  }

  @Override
  public void close() {
    byLink.values().forEach(LinkWriter::close);
  }
}
