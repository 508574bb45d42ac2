package org.wattward.devices.site;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.ScheduleConfig.DayKind;
import org.wattward.devices.site.ScheduleConfig.End;
import org.wattward.devices.site.ScheduleConfig.Start;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Quantity;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads when a schedule holds.
 *
 * @param hasHolidays whether the site says whose holidays it keeps
 * @param problems takes what is wrong
 */
record ScheduleTimes(boolean hasHolidays, Problems problems) {
  private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

  /** Checks what the shape cannot tell. */
  void check(Mapping schedule) {
    one(schedule, List.of("cron", "sun"), "begins");
    one(schedule, List.of("duration", "until", "untilSun"), "ends");
    schedule.get("cron").ifPresent(new CronCheck(problems)::check);
    schedule.get("timeZone").ifPresent(node -> TimeZones.read(node, problems));
    schedule.mapping("sun").ifPresent(this::checkSun);
    schedule.mapping("untilSun").ifPresent(this::checkSun);
    if (!hasHolidays) {
      schedule
          .get("days")
          .ifPresent(node ->
              problems.add(
                  node,
                  "The site does not say whose holidays it keeps.",
                  "Write site.holidays, for example {country: DE, region: BY}."));
    }
    for (Mapping exception : schedule.mappings("exceptions")) {
      exception.items("dates").forEach(node -> dates(node, problems));
    }
  }

  private void one(Mapping schedule, List<String> keys, String does) {
    List<String> given = keys.stream().filter(key -> schedule.get(key).isPresent()).toList();
    if (given.isEmpty()) {
      problems.add(
          schedule,
          "It does not say when it %s.".formatted(does),
          "Write one of %s.".formatted(String.join(", ", keys)));
    } else if (given.size() > 1) {
      problems.add(
          schedule.get(given.get(1)).orElse(schedule),
          "It says twice when it %s, by %s.".formatted(does, String.join(" and ", given)),
          "Write one of them.");
    }
  }

  private void checkSun(Mapping sun) {
    String event = sun.text("event").orElse("");
    boolean isFree = ScheduleFormat.FREE_EVENTS.contains(event);
    Optional<YamlNode> elevation = sun.get("elevation");
    if (isFree && elevation.isEmpty()) {
      problems.add(
          sun, "It does not say how high the sun stands.", "Write elevation, for example 3 deg.");
    } else if (!isFree && elevation.isPresent() && ScheduleFormat.SUN_EVENTS.contains(event)) {
      problems.add(
          elevation.get(),
          "The elevation of %s is known.".formatted(event),
          "Leave it out, or write event: rising or setting.");
    }
  }

  /** When it begins; what is wrong was told by {@link #check}. */
  static Start start(Mapping schedule) {
    return schedule
        .mapping("sun")
        .<Start>map(sun -> new Start.AtSun(moment(sun)))
        .orElseGet(() -> new Start.Cron(schedule.text("cron").orElse("").strip()));
  }

  static End end(Mapping schedule) {
    Optional<Mapping> sun = schedule.mapping("untilSun");
    if (sun.isPresent()) {
      return new End.AtSun(moment(sun.get()));
    }
    return schedule
        .text("until")
        .<End>map(text -> new End.AtTime(LocalTime.parse(text)))
        .orElseGet(
            () -> new End.After(new Fields(schedule).duration("duration", Duration.ofHours(1))));
  }

  static Set<DayKind> days(Mapping schedule) {
    Set<DayKind> days = new LinkedHashSet<>();
    for (YamlNode item : schedule.items("days")) {
      Arrays.stream(DayKind.values())
          .filter(kind ->
              item instanceof YamlNode.Scalar scalar && Spelling.word(kind).equals(scalar.value()))
          .forEach(days::add);
    }
    return days.isEmpty() ? Set.of(DayKind.values()) : days;
  }

  private static SunMoment moment(Mapping sun) {
    Fields fields = new Fields(sun);
    String event = fields.text("event");
    double elevationDeg =
        switch (event) {
          case "civil-dawn", "civil-dusk" -> SunMoment.CIVIL_DEG;
          case "nautical-dawn", "nautical-dusk" -> SunMoment.NAUTICAL_DEG;
          case "rising", "setting" -> fields.number("elevation", Unit.DEGREE);
          default -> SunMoment.SUNRISE_DEG;
        };
    boolean rising = event.equals("sunrise") || event.equals("rising") || event.endsWith("-dawn");
    return new SunMoment(
        elevationDeg, rising, Quantity.duration(fields.number("offset", Unit.SECOND)));
  }

  /**
   * Reads an exception.
   *
   * @param value its value, read already
   */
  static ScheduleException exception(Mapping at, OptionalDouble value) {
    Problems told = new Problems(); // by check
    return new ScheduleException(
        at.items("dates").stream().flatMap(node -> dates(node, told).stream()).toList(),
        value,
        at.text("time").map(LocalTime::parse),
        at.get("duration").flatMap(node -> Quantity.readDuration(node, told)),
        at.text("reason"));
  }

  private static Optional<DateSpan> dates(YamlNode node, Problems problems) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    String[] ends = text.split("/", 2);
    String first = ends[0];
    String last = ends[ends.length - 1];
    try {
      if (first.matches(DATE) != last.matches(DATE)) {
        problems.add(
            node,
            "Of \"%s\" one end has a year and the other has none.".formatted(text),
            "Write the year at both or at none.");
        return Optional.empty();
      }
      DateSpan span =
          first.matches(DATE)
              ? new DateSpan.Once(LocalDate.parse(first), LocalDate.parse(last))
              : new DateSpan.Yearly(MonthDay.parse("--" + first), MonthDay.parse("--" + last));
      if (span instanceof DateSpan.Once(LocalDate from, LocalDate to) && to.isBefore(from)) {
        problems.add(
            node, "\"%s\" ends before it begins.".formatted(text), "Write the earlier date first.");
        return Optional.empty();
      }
      return Optional.of(span);
    } catch (DateTimeException e) {
      problems.add(
          node,
          "\"%s\" is no date.".formatted(text),
          "Write 2026-12-24, or 12-24 for each year; 02-29 is in leap years only.");
      return Optional.empty();
    }
  }
}
