package org.wattward.controller.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.wattward.controller.schedule.Beginnings.Beginning;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.ScheduleConfig.End;
import org.wattward.devices.site.ScheduleConfig.Start;
import org.wattward.devices.site.ScheduleException;
import org.wattward.devices.site.Site;

/**
 * When a schedule holds: a function of the calendar alone, by these rules.
 *
 * <ul>
 *   <li>A local time that a clock change leaves out is at the end of the gap; one that it brings
 *       twice is the first of the two.
 *   <li>{@code duration} is time that passes: half an hour stays half an hour while clocks change.
 *       {@code until} is by the clock on the wall: until 06:00 is 06:00 also in the night that has
 *       an hour more. What would both begin and end within a gap does not take place.
 *   <li>{@code untilSun} ends at the next such moment, in the polar summer or winter after weeks.
 *   <li>Days and exceptions go by the local date of the begin; what holds over midnight is not cut
 *       off by the next date.
 *   <li>Where a schedule's spans overlap, the one that began last counts.
 * </ul>
 *
 * <p>Any thread.
 */
final class Timetable {
  /** 29 February is eight years apart around 2100. */
  private static final int LONGEST_YEARS = 9;

  /** A moment of the sun is away for half a year at most. */
  private static final int LONGEST_SUN_DAYS = 200;

  private final ScheduleConfig config;
  private final Holidays holidays;
  private final ZoneId zone;
  private final Beginnings start;
  private final Optional<SunTimes> sunEnd;

  /**
   * Makes one.
   *
   * @throws InvalidSchedule when its cron expression is none
   */
  Timetable(ScheduleConfig config, Site site, Holidays holidays) {
    this.config = config;
    this.holidays = holidays;
    this.zone = config.zone().orElse(site.timeZone());
    this.start =
        switch (config.start()) {
          case Start.Cron(String expression) -> new CivilTimes(expression, zone);
          case Start.AtSun(var moment) -> new SunTimes(moment, site, zone);
        };
    this.sunEnd =
        config.end() instanceof End.AtSun(var moment)
            ? Optional.of(new SunTimes(moment, site, zone))
            : Optional.empty();
  }

  ScheduleConfig config() {
    return config;
  }

  ZoneId zone() {
    return zone;
  }

  /** What belongs to a local date, in order. */
  List<Occurrence> on(LocalDate date) {
    Optional<ScheduleException> exception =
        config.exceptions().stream().filter(it -> it.holds(date)).findFirst();
    if (exception.filter(ScheduleException::isSilent).isPresent()) {
      return List.of();
    }
    List<Beginning> beginnings =
        exception
            .flatMap(ScheduleException::time)
            .map(time -> List.of(at(date.atTime(time))))
            .orElseGet(
                () -> config.days().contains(holidays.kindOf(date)) ? start.on(date) : List.of());
    List<Occurrence> occurrences = new ArrayList<>();
    for (Beginning beginning : beginnings) {
      Optional<Instant> end = end(beginning, exception.flatMap(ScheduleException::duration));
      end.filter(instant -> instant.isAfter(beginning.at()))
          .ifPresent(instant -> occurrences.add(occurrence(date, beginning, instant, exception)));
    }
    return occurrences;
  }

  /** The first that begins after an instant; empty when there is none for years. */
  Optional<Occurrence> after(Instant instant) {
    LocalDate today = LocalDate.ofInstant(instant, zone);
    LocalDate last = today.plusYears(LONGEST_YEARS);
    // An offset of the sun may bring a begin to the date beside its own.
    Optional<LocalDate> date = dateFrom(today.minusDays(1));
    while (date.isPresent() && date.get().isBefore(last)) {
      Optional<Occurrence> next =
          on(date.get()).stream().filter(it -> it.begin().isAfter(instant)).findFirst();
      if (next.isPresent()) {
        return next;
      }
      date = dateFrom(date.get().plusDays(1));
    }
    return Optional.empty();
  }

  /** The one that holds at an instant, if any. */
  Optional<Occurrence> at(Instant instant) {
    LocalDate tomorrow = LocalDate.ofInstant(instant, zone).plusDays(1);
    LocalDate longAgo = tomorrow.minusDays(longestDays());
    for (LocalDate date = tomorrow; !date.isBefore(longAgo); date = date.minusDays(1)) {
      List<Occurrence> begun =
          on(date).stream().filter(it -> !it.begin().isAfter(instant)).toList();
      Optional<Occurrence> holding =
          begun.reversed().stream().filter(it -> it.holdsAt(instant)).findFirst();
      boolean allIsOver = sunEnd.isPresent() && !begun.isEmpty() && !hasDurations();
      if (holding.isPresent() || allIsOver) {
        return holding;
      }
    }
    return Optional.empty();
  }

  private Optional<LocalDate> dateFrom(LocalDate date) {
    return config.exceptions().stream().anyMatch(it -> it.time().isPresent())
        ? Optional.of(date)
        : start.dateFrom(date);
  }

  private boolean hasDurations() {
    return config.exceptions().stream().anyMatch(it -> it.duration().isPresent());
  }

  private long longestDays() {
    Stream<Duration> others = config.exceptions().stream().flatMap(it -> it.duration().stream());
    Duration own =
        switch (config.end()) {
          case End.After(Duration duration) -> duration;
          case End.AtTime _ -> Duration.ofDays(1);
          case End.AtSun _ -> Duration.ofDays(LONGEST_SUN_DAYS);
        };
    return Stream.concat(Stream.of(own), others).max(Duration::compareTo).orElseThrow().toDays()
        + 3; // a rest of a day, a clock change, and tomorrow
  }

  private Beginning at(LocalDateTime local) {
    return new Beginning(CivilTimes.instantOf(local, zone), local);
  }

  private Optional<Instant> end(Beginning beginning, Optional<Duration> exceptional) {
    if (exceptional.isPresent()) {
      return Optional.of(beginning.at().plus(exceptional.get()));
    }
    return switch (config.end()) {
      case End.After(Duration duration) -> Optional.of(beginning.at().plus(duration));
      case End.AtTime(LocalTime time) -> Optional.of(until(time, beginning));
      case End.AtSun _ -> sunEnd.flatMap(sun -> sun.after(beginning.at()));
    };
  }

  private Instant until(LocalTime time, Beginning beginning) {
    LocalDateTime same = beginning.local().with(time);
    return CivilTimes.instantOf(
        same.isAfter(beginning.local()) ? same : same.plusDays(1), zone, beginning.at());
  }

  private Occurrence occurrence(
      LocalDate date, Beginning beginning, Instant end, Optional<ScheduleException> exception) {
    return new Occurrence(
        config,
        date,
        beginning.at(),
        end,
        exception
            .map(ScheduleException::value)
            .orElse(OptionalDouble.empty())
            .orElse(config.value()),
        exception.flatMap(ScheduleException::reason).orElse(config.reason()),
        exception.isPresent() ? "exception" : holidays.nameOf(date).orElse(""));
  }
}
