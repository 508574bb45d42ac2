package org.wattward.controller.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.wattward.devices.point.PointId;

/**
 * Readings of one point as they were recorded, in order of time.
 *
 * <p>Arrays, since an hour of a hundred points has hundreds of thousands. Belongs to whoever asked.
 */
public final class RawSeries {
  private static final int GOOD = 1;
  private static final int STALE = 2;

  private final PointId point;
  private long[] timesUs = new long[256];
  private double[] values = new double[256];
  private int[] qualities = new int[256];
  private int size;

  RawSeries(PointId point) {
    this.point = point;
  }

  void add(long timeUs, double value, int qualityId) {
    if (size == values.length) {
      timesUs = Arrays.copyOf(timesUs, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      qualities = Arrays.copyOf(qualities, 2 * size);
    }
    timesUs[size] = timeUs;
    values[size] = value;
    qualities[size] = qualityId;
    size++;
  }

  /** Whose readings. */
  public PointId point() {
    return point;
  }

  /** How many. */
  public int size() {
    return size;
  }

  /** When one was read. */
  public Instant time(int index) {
    return Instant.EPOCH.plus(timesUs[index], ChronoUnit.MICROS);
  }

  /** The same in microseconds since 1970, UTC. */
  public long timeUs(int index) {
    return timesUs[index];
  }

  /** What was read, in the point's unit; not to be used unless it is good. */
  public double value(int index) {
    return values[index];
  }

  /** What it is worth: {@code GOOD}, {@code STALE} or {@code BAD}. */
  public String quality(int index) {
    return switch (qualities[index]) {
      case GOOD -> "GOOD";
      case STALE -> "STALE";
      default -> "BAD";
    };
  }
}
