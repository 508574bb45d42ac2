package org.wattward.controller.record;

import org.jspecify.annotations.Nullable;

/**
 * What some readings of one point that follow each other come to: one reading, or a roll-up. It
 * knows nothing of what holds before its first and after its last reading. Times are microseconds
 * since 1970, UTC.
 *
 * @param firstUs time of the first reading
 * @param lastUs time of the last
 * @param lastValue its value
 * @param lastIsGood whether it is good
 * @param goodS good time between first and last
 * @param valueS the values' integral over it, unit times seconds
 * @param good of the good readings; null without any
 * @param gain what a counter grew by among the good readings
 */
record Span(
    long firstUs,
    long lastUs,
    double lastValue,
    boolean lastIsGood,
    double goodS,
    double valueS,
    @Nullable Good good,
    double gain) {

  /**
   * Of the good readings alone.
   *
   * @param min least value
   * @param max greatest
   * @param first value of the first
   * @param last value of the last
   */
  record Good(double min, double max, double first, double last) {}

  /** One reading. */
  static Span of(long timeUs, double value, boolean good) {
    return new Span(
        timeUs, timeUs, value, good, 0, 0, good ? new Good(value, value, value, value) : null, 0);
  }
}
