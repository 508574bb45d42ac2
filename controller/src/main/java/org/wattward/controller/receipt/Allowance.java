package org.wattward.controller.receipt;

import java.util.HashMap;
import java.util.Map;

/** Counts what programs asked for lately. Not safe on several threads at once. */
final class Allowance {
  private static final double NANOS_PER_S = 1e9;

  private final Map<String, Bucket> buckets = new HashMap<>();

  private static final class Bucket {
    private double orders;
    private long filledNanos;
  }

  /**
   * Takes a number of orders out of a program's allowance.
   *
   * @return how many seconds to wait until so many may be asked for; 0 when they were taken
   */
  double take(String program, Quota quota, int count, long nowNanos) {
    double most = (double) quota.perSecond() * Quota.BURST_S;
    Bucket bucket =
        buckets.computeIfAbsent(
            program,
            _ -> {
              Bucket full = new Bucket();
              full.orders = most;
              full.filledNanos = nowNanos;
              return full;
            });
    double fresh = (nowNanos - bucket.filledNanos) / NANOS_PER_S * quota.perSecond();
    bucket.orders = Math.min(most, bucket.orders + fresh);
    bucket.filledNanos = nowNanos;
    // A call of more than a full bucket may pass when it is full, and is paid for afterwards.
    double needed = Math.min(count, most);
    if (bucket.orders < needed) {
      return (needed - bucket.orders) / quota.perSecond();
    }
    bucket.orders -= count;
    return 0;
  }
}
