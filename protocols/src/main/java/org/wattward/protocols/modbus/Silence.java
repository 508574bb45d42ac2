package org.wattward.protocols.modbus;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.wattward.protocols.link.BackOff;

/**
 * How a device that does not answer is tried again. The others of its link wait meanwhile, so it is
 * tried seldom and mostly with little patience: four times as long as answers took of late on this
 * link. Who has become slower than that is found by every eighth attempt, which waits the whole
 * time-out, as do the first two that decide whether it is lost. The link's thread only.
 */
final class Silence {
  static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  static final Duration LEAST_PATIENCE = Duration.ofMillis(50);
  static final int WHOLE_EVERY = 8;

  private static final int MARGIN = 4;

  /** Of the longest answer, so much is left after each that is shorter. */
  private static final double REMEMBERED = 0.99;

  private final BackOff backOff;
  private long longestAnswerNanos;
  private boolean gatewaySaysSo;

  Silence(RandomGenerator random) {
    backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  /** Failures in a row. */
  int failures() {
    return backOff.failures();
  }

  /** It did not answer; tells for how long it is left alone. */
  Duration failed(boolean gatewaySaysSo) {
    this.gatewaySaysSo = gatewaySaysSo;
    return backOff.next();
  }

  void answered(Duration took) {
    backOff.reset();
    longestAnswerNanos = Math.max(took.toNanos(), (long) (longestAnswerNanos * REMEMBERED));
  }

  /** The longest that its answers took of late; zero before the first. */
  Duration answerTime() {
    return Duration.ofNanos(longestAnswerNanos);
  }

  /**
   * How long the next answer is waited for.
   *
   * @param whole the request time-out
   * @param slowest how long answers took of late of the slowest device on this link
   */
  Duration patience(Duration whole, Duration slowest) {
    int failures = backOff.failures();
    boolean decides = failures == 0 || failures == ModbusDevice.FAILURES_UNTIL_DOWN - 1;
    // A gateway that says who is silent ends the waiting itself; hanging up on it gains nothing.
    if (decides || failures % WHOLE_EVERY == 0 || gatewaySaysSo || slowest.isZero()) {
      return whole;
    }
    Duration little = slowest.multipliedBy(MARGIN);
    Duration least = little.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : little;
    return least.compareTo(whole) < 0 ? least : whole;
  }
}
