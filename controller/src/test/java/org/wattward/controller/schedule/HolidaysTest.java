package org.wattward.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.site.HolidayConfig;
import org.wattward.devices.site.HolidayRegions;
import org.wattward.devices.site.ScheduleConfig.DayKind;

class HolidaysTest {
  /** Public holidays as the states' laws have them. */
  @ParameterizedTest
  @CsvSource({
    "de,    , 2026-05-01, HOLIDAY", // Friday, labour day
    "de,    , 2026-04-03, HOLIDAY", // Good Friday
    "de,    , 2026-06-04, WORKING", // Corpus Christi, in some states only
    "de, by , 2026-06-04, HOLIDAY",
    "de, nw , 2026-06-04, HOLIDAY",
    "de, be , 2026-06-04, WORKING",
    "de, by/ag, 2026-08-08, HOLIDAY", // Augsburg's own
    "de, by , 2026-08-08, WEEKEND",
    "de,    , 2026-12-26, HOLIDAY", // on a Saturday
    "de,    , 2026-12-27, WEEKEND",
    "de,    , 2026-12-28, WORKING",
    "at,    , 2026-10-26, HOLIDAY",
    "us,    , 2026-07-03, HOLIDAY", // the fourth is a Saturday
    "us,    , 2026-07-04, HOLIDAY",
    "gb,    , 2026-12-28, HOLIDAY" // for Boxing Day on a Saturday
  })
  void eachDateIsOfOneKind(String country, String region, LocalDate date, DayKind kind) {
    Holidays holidays =
        new Holidays(
            new HolidayConfig(country, region == null ? "" : region, HolidayConfig.NONE.weekend()));

    assertThat(holidays.kindOf(date)).isEqualTo(kind);
  }

  @Test
  void aSiteMayHaveAnotherWeekend() {
    Holidays cairo =
        new Holidays(new HolidayConfig("eg", "", Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY)));

    assertThat(cairo.kindOf(LocalDate.parse("2026-11-20"))).isEqualTo(DayKind.WEEKEND);
    assertThat(cairo.kindOf(LocalDate.parse("2026-11-22"))).isEqualTo(DayKind.WORKING);
  }

  @Test
  void withoutACountryNoDateIsAHoliday() {
    assertThat(new Holidays(HolidayConfig.NONE).nameOf(LocalDate.parse("2026-12-25"))).isEmpty();
  }

  @Test
  void aHolidayHasAName() {
    assertThat(
            new Holidays(new HolidayConfig("de", "", HolidayConfig.NONE.weekend()))
                .nameOf(LocalDate.parse("2026-12-25")))
        .hasValueSatisfying(name -> assertThat(name).contains("Christmas"));
  }

  @Test
  void theRegionsThatSiteFilesMayNameAreThoseOfTheCalendars() {
    Map<String, Set<String>> calendars = new TreeMap<>();
    for (String country : HolidayManager.getSupportedCalendarCodes()) {
      if (country.length() == 2) {
        Set<String> regions = new TreeSet<>();
        gather(
            "",
            HolidayManager.getInstance(ManagerParameters.create(country)).getCalendarHierarchy(),
            regions);
        calendars.put(country.toLowerCase(Locale.ROOT), regions);
      }
    }

    assertThat(HolidayRegions.known()).containsExactlyInAnyOrderEntriesOf(calendars);
  }

  private static void gather(String path, CalendarHierarchy parent, Set<String> regions) {
    for (CalendarHierarchy child : parent.getChildren().values()) {
      String own = path + child.getId().toLowerCase(Locale.ROOT);
      regions.add(own);
      gather(own + "/", child, regions);
    }
  }
}
