package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: 0.5 s, doubled each time up to 30 s, each shortened by
 * a random part of up to a quarter so that many links do not come back in step. One thread.
 */
final class Backoff {
  static final Duration LEAST = Duration.ofMillis(500);
  static final Duration MOST = Duration.ofSeconds(30);
  private static final double JITTER = 0.25;
  private static final int MAX_DOUBLINGS = 6;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Counts a failure and tells how long to wait. */
  Duration failed() {
    int doublings = Math.min(failures, MAX_DOUBLINGS);
    failures++;
    long fullNanos = Math.min(MOST.toNanos(), LEAST.toNanos() << doublings);
    long nanos = (long) (fullNanos * (1 - JITTER * random.nextDouble()));
    return Duration.ofNanos(Math.max(nanos, LEAST.toNanos()));
  }

  /** Failures since the last success. */
  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
  }
}
