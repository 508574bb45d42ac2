package org.wattward.controller.command;

import java.util.Arrays;
import java.util.Collection;

/**
 * How a time was spread, ms.
 *
 * @param p50Ms half were at most this
 * @param p99Ms all but one in a hundred were at most this
 * @param p999Ms all but one in a thousand were
 * @param maxMs the greatest
 */
record Spread(double p50Ms, double p99Ms, double p999Ms, double maxMs) {
  private static final double NANOS_PER_MS = 1e6;

  /** Of times in nanoseconds; NaN throughout where there are none. */
  static Spread of(Collection<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Spread(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
  }

  private static double at(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)] / NANOS_PER_MS;
  }
}
