package org.wattward.sim.district;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Where an instant lies in the data's years, in seconds since their first midnight. All data years
 * are leap years, so that every day has its own.
 *
 * @param utcS by UTC, for the weather
 * @param cetS by Central European Time without summer time, for PV profiles
 * @param localS by local time, moved by at most three days to the same weekday, for loads
 * @param localHour hour of the local day, 0 to 24, with its fraction
 */
record YearPosition(double utcS, double cetS, double localS, double localHour) {
  private static final int DATA_YEAR = 2016;
  private static final double DAY_S = 86_400;
  private static final double HOUR_S = 3600;

  /** The day of the year by UTC, from 0, with its fraction. */
  double day() {
    return utcS / DAY_S;
  }

  /** Whether it is a Saturday or Sunday; the data year begins with a Friday. */
  boolean isWeekend() {
    int daysSinceMonday = Math.floorMod((int) Math.floor(localS / DAY_S) + 4, 7);
    return daysSinceMonday >= 5;
  }

  static YearPosition of(Instant instant, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    double utcS = secondOfYear(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    return new YearPosition(
        utcS, utcS + HOUR_S, alignedS(local, DATA_YEAR), secondOfDay(local) / HOUR_S);
  }

  /**
   * Seconds from the beginning of a leap year to the day with the same weekday that is nearest to
   * this one, and the time on it; may lie up to three days outside of the year.
   */
  static double alignedS(LocalDateTime at, int leapYear) {
    LocalDate mapped = at.toLocalDate().withYear(leapYear);
    int behind = Math.floorMod(at.getDayOfWeek().getValue() - mapped.getDayOfWeek().getValue(), 7);
    int shift = behind > 3 ? behind - 7 : behind;
    return (mapped.getDayOfYear() - 1 + shift) * DAY_S + secondOfDay(at);
  }

  private static double secondOfYear(LocalDateTime at) {
    return (at.toLocalDate().withYear(DATA_YEAR).getDayOfYear() - 1) * DAY_S + secondOfDay(at);
  }

  private static double secondOfDay(LocalDateTime at) {
    return at.toLocalTime().toNanoOfDay() / 1e9;
  }
}
