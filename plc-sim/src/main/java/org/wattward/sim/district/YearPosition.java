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

  static YearPosition of(Instant instant, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    double utcS = secondOfYear(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    return new YearPosition(
        utcS,
        utcS + HOUR_S,
        secondOfYear(local) + weekdayShift(local.toLocalDate()) * DAY_S,
        secondOfDay(local) / HOUR_S);
  }

  private static double secondOfYear(LocalDateTime at) {
    return (inDataYear(at.toLocalDate()).getDayOfYear() - 1) * DAY_S + secondOfDay(at);
  }

  private static double secondOfDay(LocalDateTime at) {
    return at.toLocalTime().toNanoOfDay() / 1e9;
  }

  private static int weekdayShift(LocalDate date) {
    int behind =
        Math.floorMod(
            date.getDayOfWeek().getValue() - inDataYear(date).getDayOfWeek().getValue(), 7);
    return behind > 3 ? behind - 7 : behind;
  }

  private static LocalDate inDataYear(LocalDate date) {
    return date.withYear(DATA_YEAR);
  }
}
