package org.wattward.sim.district;

/** When people draw hot water: mornings and evenings, little at night. */
final class HotWater {
  private HotWater() {}

  /**
   * Draw against the day's mean.
   *
   * @param localHour 0 to 24
   */
  static double factor(double localHour) {
    double morning = peak(localHour, 7.25, 1.2);
    double evening = peak(localHour, 19.5, 1.8);
    return 0.25 + 3.2 * morning + 2.4 * evening;
  }

  private static double peak(double hour, double at, double width) {
    double distance = (hour - at) / width;
    return Math.exp(-distance * distance);
  }
}
