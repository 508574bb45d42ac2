package org.wattward.controller.zone;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The mean power of each hour of the day, learnt from the past: an exponential mean over the days.
 * Hours are those of UTC, so that no day has a gap. One thread.
 */
final class DayProfile {
  static final int HOURS = 24;

  /** How much a new day counts: the days of two weeks make two thirds of the mean. */
  private static final double NEW_DAY = 0.07;

  private final double[] meanW = new double[HOURS];
  private final boolean[] known = new boolean[HOURS];
  private int hoursKnown;
  private Instant hour = Instant.MIN;
  private double sumWs;
  private double seconds;
  private double lastW;
  private int lastHour;

  static int hourOf(Instant at) {
    return Math.floorMod(at.getEpochSecond() / 3600, HOURS);
  }

  /**
   * Takes what was measured.
   *
   * @param from since when it held
   * @param to until when; at most an hour after {@code from}
   */
  void observe(Instant from, Instant to, double powerW) {
    Instant began = from.truncatedTo(ChronoUnit.HOURS);
    if (!began.equals(hour)) {
      close();
      hour = began;
    }
    Instant end = began.plus(1, ChronoUnit.HOURS);
    double inside = seconds(from, to.isBefore(end) ? to : end);
    sumWs += powerW * inside;
    seconds += inside;
    if (!to.isBefore(end)) {
      close();
      hour = end;
      double beyond = seconds(end, to);
      sumWs += powerW * beyond;
      seconds += beyond;
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  /** An hour that was seen for less than a quarter of it says too little. */
  private void close() {
    if (seconds >= 900) {
      int at = hourOf(hour);
      lastW = sumWs / seconds;
      lastHour = at;
      if (known[at]) {
        meanW[at] += NEW_DAY * (lastW - meanW[at]);
      } else {
        known[at] = true;
        hoursKnown++;
        meanW[at] = lastW;
      }
    }
    sumWs = 0;
    seconds = 0;
  }

  /** Whether every hour of the day was seen once. */
  boolean isComplete() {
    return hoursKnown == HOURS;
  }

  double meanW(int hourOfDay) {
    return meanW[hourOfDay];
  }

  /** The mean of the last whole hour. */
  double lastW() {
    return lastW;
  }

  /** What was usual in the last whole hour. */
  double usualLastW() {
    return meanW[lastHour];
  }
}
