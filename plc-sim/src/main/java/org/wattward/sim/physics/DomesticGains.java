package org.wattward.sim.physics;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * What people do in a home, as heat: internal gains of ISO 13790:2008, table G.8, and hot water
 * drawn as in tapping profile M of EN 16147.
 */
public final class DomesticGains {
  /** A day's hot water of profile M. */
  public static final double DAY_OF_HOT_WATER_WH = 5845;

  /** Share of the floor that is living room and kitchen; the rest is bedrooms and halls. */
  private static final double LIVING_SHARE = 0.5;

  private DomesticGains() {}

  /**
   * Heat of people and appliances in a home.
   *
   * @param floorAreaM2 its floor
   * @param local civil time
   */
  public static double internalW(double floorAreaM2, LocalDateTime local) {
    boolean weekend =
        local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
    return internalW(floorAreaM2, weekend, local.getHour());
  }

  /**
   * Heat of people and appliances in a home.
   *
   * @param weekend Saturday or Sunday
   * @param hour of the local day
   */
  public static double internalW(double floorAreaM2, boolean weekend, double hour) {
    double living;
    double other;
    if (hour >= 7 && hour < 17) {
      living = 8;
      other = weekend ? 2 : 1;
    } else if (hour >= 17 && hour < 23) {
      living = 20;
      other = weekend ? 4 : 1;
    } else {
      living = 2;
      other = 6;
    }
    return floorAreaM2 * (LIVING_SHARE * living + (1 - LIVING_SHARE) * other);
  }

  /** Draws of the profile: minute of the day, energy in Wh. */
  private static final int[][] DRAWS = {
    {420, 105}, {425, 1400}, {450, 105}, {481, 105}, {495, 105}, {510, 105}, {525, 105},
    {540, 105}, {570, 105}, {630, 105}, {690, 105}, {705, 105}, {765, 315}, {870, 105},
    {930, 105}, {990, 105}, {1080, 105}, {1095, 105}, {1110, 105}, {1140, 105}, {1230, 735},
    {1275, 105}, {1290, 1400}
  };

  /**
   * Hot water drawn from one moment of a day to a later one.
   *
   * @param from first moment, counted
   * @param seconds how long, at most a day
   */
  public static double hotWaterWh(LocalTime from, double seconds) {
    return hotWaterWh((double) from.toSecondOfDay(), seconds);
  }

  /**
   * Hot water drawn from one moment of a day to a later one.
   *
   * @param start first moment, counted, in seconds of the day
   * @param seconds how long, at most a day
   */
  public static double hotWaterWh(double start, double seconds) {
    double sum = 0;
    for (int[] draw : DRAWS) {
      double at = draw[0] * 60.0;
      double later = at >= start ? at : at + 86_400;
      if (later < start + seconds) {
        sum += draw[1];
      }
    }
    return sum;
  }
}
