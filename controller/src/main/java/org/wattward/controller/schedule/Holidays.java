package org.wattward.controller.schedule;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.wattward.devices.site.HolidayConfig;
import org.wattward.devices.site.ScheduleConfig.DayKind;

/**
 * Which date is a public holiday at a site, by Jollyday's calendars. A holiday that is kept on
 * another day than its own is one on both. Any thread.
 */
final class Holidays {
  private final HolidayConfig config;
  private final Map<Integer, Map<LocalDate, String>> byYear = new ConcurrentHashMap<>();

  Holidays(HolidayConfig config) {
    this.config = config;
  }

  /** The holiday's English name; empty on other days. */
  Optional<String> nameOf(LocalDate date) {
    return config.isKnown()
        ? Optional.ofNullable(byYear.computeIfAbsent(date.getYear(), this::year).get(date))
        : Optional.empty();
  }

  /** Of which kind a date is. */
  DayKind kindOf(LocalDate date) {
    if (nameOf(date).isPresent()) {
      return DayKind.HOLIDAY;
    }
    return config.weekend().contains(date.getDayOfWeek()) ? DayKind.WEEKEND : DayKind.WORKING;
  }

  private Map<LocalDate, String> year(int year) {
    HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(config.country()));
    String[] region = config.region().isEmpty() ? new String[0] : config.region().split("/");
    Map<LocalDate, String> holidays = new TreeMap<>();
    for (Holiday holiday : manager.getHolidays(Year.of(year), HolidayType.PUBLIC_HOLIDAY, region)) {
      String name = holiday.getDescription(Locale.ENGLISH);
      holidays.putIfAbsent(holiday.getActualDate(), name);
      holiday.getObservedDate().ifPresent(date -> holidays.putIfAbsent(date, name));
    }
    return holidays;
  }
}
