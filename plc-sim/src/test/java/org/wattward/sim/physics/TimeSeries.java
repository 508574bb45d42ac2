package org.wattward.sim.physics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Numbers at equal distances in time, usually a year of them. Asked beyond its own year it answers
 * with the same moment of its year; a shorter series repeats itself.
 */
final class TimeSeries {
  private static final long DAY_S = 86_400;

  private final Instant start;
  private final Duration step;
  private final double[] values;
  private final long startS;
  private final long stepS;

  /** Against the beginning of the year in which the middle of the series lies. */
  private final long startInYearS;

  /**
   * A series.
   *
   * @param start time of the first value
   * @param step distance, whole seconds
   * @param values at least one, all finite; not copied, so not to be changed
   */
  TimeSeries(Instant start, Duration step, double[] values) {
    if (values.length == 0 || step.toSeconds() <= 0) {
      throw new InvalidModel(
          "A series of %d values every %s is none.".formatted(values.length, step));
    }
    for (int index = 0; index < values.length; index++) {
      if (!Double.isFinite(values[index])) {
        throw new InvalidModel("Value %d of the series is %s.".formatted(index, values[index]));
      }
    }
    this.start = start;
    this.step = step;
    this.values = values;
    this.startS = start.getEpochSecond();
    this.stepS = step.toSeconds();
    this.startInYearS = startS - yearStartS(startS + stepS * values.length / 2);
  }

  /** A series with the same value always. */
  public static TimeSeries constant(double value) {
    return new TimeSeries(Instant.EPOCH, Duration.ofHours(1), new double[] {value});
  }

  /** A series from given values. */
  public static TimeSeries of(Instant start, Duration step, double... values) {
    return new TimeSeries(start, step, values.clone());
  }

  private static long yearStartS(long epochS) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochS, DAY_S));
    return (day.toEpochDay() - (day.getDayOfYear() - 1)) * DAY_S;
  }

  /** Where a time lies, in steps from the first value, before wrapping. */
  private double position(Instant time) {
    long epochS = time.getEpochSecond();
    long end = startS + stepS * values.length;
    long offset =
        epochS >= startS && epochS < end
            ? epochS - startS
            : epochS - yearStartS(epochS) - startInYearS;
    return (offset + time.getNano() * 1e-9) / stepS;
  }

  /** The value that holds at a time, constant from one to the next. */
  public double at(Instant time) {
    return values[Math.floorMod((int) Math.floor(position(time)), values.length)];
  }

  /** The value at a time, linear from one to the next. */
  public double linearAt(Instant time) {
    double position = position(time);
    double floor = Math.floor(position);
    int index = Math.floorMod((int) floor, values.length);
    double next = values[(index + 1) % values.length];
    return values[index] + (position - floor) * (next - values[index]);
  }

  /** The same series with every value multiplied. */
  public TimeSeries times(double factor) {
    double[] scaled = values.clone();
    for (int index = 0; index < scaled.length; index++) {
      scaled[index] *= factor;
    }
    return new TimeSeries(start, step, scaled);
  }

  /** How many values there are. */
  public int size() {
    return values.length;
  }

  /** One value by its number. */
  public double value(int index) {
    return values[index];
  }

  /** Time of the first value. */
  public Instant start() {
    return start;
  }

  /** Distance of the values. */
  public Duration step() {
    return step;
  }
}
