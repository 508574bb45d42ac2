package org.wattward.sim.district;

/** A quantity over a leap year at equal distances; the year's end is followed by its beginning. */
final class YearSeries {
  private final double[] values;
  private final double stepS;

  /**
   * A series.
   *
   * @param values from the first second of the year on
   * @param stepS seconds from one value to the next
   */
  YearSeries(double[] values, double stepS) {
    this.values = values;
    this.stepS = stepS;
  }

  /** The value at a second of the year, between two of the series on the straight line. */
  double at(double secondOfYear) {
    double position = secondOfYear / stepS;
    double floor = Math.floor(position);
    int before = (int) floor;
    if (before < 0 || before >= values.length) {
      before = Math.floorMod(before, values.length);
    }
    int after = before + 1 == values.length ? 0 : before + 1;
    return values[before] + (position - floor) * (values[after] - values[before]);
  }
}
