package org.wattward.protocols.modbus;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.wattward.devices.time.Time;

/**
 * The end of a whole request, however many reads it takes.
 *
 * @param time whose monotonic clock counts
 * @param endNanos when it is over
 */
record Deadline(Time time, long endNanos) {
  private static final long NANOS_PER_MS = 1_000_000;

  static Deadline in(Time time, Duration duration) {
    return new Deadline(time, time.nanos() + duration.toNanos());
  }

  /**
   * What is left, for a socket's time-out.
   *
   * @return at least 1
   * @throws SocketTimeoutException when nothing is left
   */
  int leftMs() throws SocketTimeoutException {
    long leftNanos = endNanos - time.nanos();
    if (leftNanos <= 0) {
      throw new SocketTimeoutException("The time is up.");
    }
    return (int) Math.min(Integer.MAX_VALUE, (leftNanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
  }
}
