package org.wattward.devices.site;

import java.time.DayOfWeek;
import java.util.Set;

/**
 * Whose public holidays a site keeps.
 *
 * @param country ISO 3166 code in lower case, {@code de}; empty when none were given
 * @param region a part of the country, {@code by} or {@code by/ag}; empty for the whole country
 * @param weekend the days of the week on which nobody works
 */
public record HolidayConfig(String country, String region, Set<DayOfWeek> weekend) {
  /** A site that says nothing of holidays: Saturday and Sunday are the weekend. */
  public static final HolidayConfig NONE =
      new HolidayConfig("", "", Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

  public HolidayConfig {
    weekend = Set.copyOf(weekend);
  }

  /** Whether there are any. */
  public boolean isKnown() {
    return !country.isEmpty();
  }
}
