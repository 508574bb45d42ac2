package org.wattward.protocols.link;

import java.time.Duration;
import java.util.Optional;
import org.wattward.devices.point.PointId;

/**
 * One connection that carries one or more devices, whatever its protocol.
 *
 * <p>A link owns one virtual thread, which alone touches the connection: it connects, polls or
 * subscribes, decodes, and hands readings to its {@link LinkListener}. It reconnects by itself with
 * back-off and jitter until it is closed. A link never calls into control.
 */
public interface Link extends AutoCloseable {
  /** The link's id in the site. */
  String id();

  /** Starts the link's thread. Returns at once; called once. */
  void start();

  /** What the link is doing. Any thread, never blocks. */
  LinkStatus status();

  /**
   * Writes one point and reads it back. Blocks the caller, never the polls of other links; the
   * order of writes of one caller is kept. The value goes out at most once: when it is not known
   * whether the device took it, the outcome says so and nothing is sent again.
   *
   * @param point a writable point of a device on this link
   * @param value the value in the point's unit
   * @param deadline how long to wait for the outcome
   * @param steps is told how far it came meanwhile
   * @return what became of it
   */
  WriteOutcome write(PointId point, double value, Duration deadline, WriteSteps steps);

  /**
   * As {@link #write(PointId, double, Duration, WriteSteps)}, for those who only want the outcome.
   */
  default WriteOutcome write(PointId point, double value, Duration deadline) {
    return write(point, value, deadline, WriteSteps.NONE);
  }

  /**
   * Why nothing may be written over this link for now, a sentence; empty when it may. Any thread,
   * never blocks.
   */
  default Optional<String> closedToWriting() {
    return Optional.empty();
  }

  /**
   * Why nothing may be written to a point for now, as {@link #closedToWriting()} says it of all.
   */
  default Optional<String> closedToWriting(PointId point) {
    return closedToWriting();
  }

  /** Ends the thread and closes the connection. Any thread; returns within a second. */
  @Override
  void close();
}
