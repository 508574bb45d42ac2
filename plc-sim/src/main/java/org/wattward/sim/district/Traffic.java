package org.wattward.sim.district;

/** Road users of a village street over the day: two rush hours, hardly anybody after midnight. */
final class Traffic {
  private Traffic() {}

  /**
   * Road users on a street of usual busyness.
   *
   * @param localHour 0 to 24
   */
  static double usersPerMinute(double localHour) {
    double morning = peak(localHour, 7.5, 1.5);
    double evening = peak(localHour, 17.5, 2.5);
    double day = localHour > 6 && localHour < 22 ? 2 : 0.15;
    return day + 6 * morning + 7 * evening;
  }

  private static double peak(double hour, double at, double width) {
    double distance = (hour - at) / width;
    return Math.exp(-distance * distance);
  }
}
