package org.wattward.controller.schedule;

import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Locale;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.DateSpan;
import org.wattward.devices.site.ScheduleConfig;
import org.wattward.devices.site.ScheduleConfig.DayKind;
import org.wattward.devices.site.ScheduleConfig.End;
import org.wattward.devices.site.ScheduleConfig.Start;
import org.wattward.devices.site.ScheduleException;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SunMoment;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a schedule with the keys of a site file, so that it can be read again. Any thread. */
public final class ScheduleJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ScheduleJson() {}

  /** A schedule of a site. */
  public static ObjectNode of(ScheduleConfig schedule, Site site) {
    Unit unit = site.point(schedule.point()).orElseThrow().unit();
    ObjectNode node = JSON.createObjectNode();
    node.put("id", schedule.id());
    node.put("point", schedule.point().toString());
    node.put("value", quantity(schedule.value(), unit));
    node.put("level", schedule.level());
    switch (schedule.start()) {
      case Start.Cron(String expression) -> node.put("cron", expression);
      case Start.AtSun(SunMoment moment) -> node.set("sun", sun(moment));
    }
    schedule.zone().ifPresent(zone -> node.put("timeZone", zone.getId()));
    switch (schedule.end()) {
      case End.After(Duration duration) -> node.put("duration", seconds(duration));
      case End.AtTime(var time) -> node.put("until", time.toString());
      case End.AtSun(SunMoment moment) -> node.set("untilSun", sun(moment));
    }
    if (schedule.days().size() < DayKind.values().length) {
      ArrayNode days = node.putArray("days");
      schedule.days().stream()
          .sorted()
          .forEach(day -> days.add(day.name().toLowerCase(Locale.ROOT)));
    }
    if (!schedule.exceptions().isEmpty()) {
      ArrayNode exceptions = node.putArray("exceptions");
      schedule.exceptions().forEach(exception -> exceptions.add(of(exception, unit)));
    }
    node.put("reason", schedule.reason());
    return node;
  }

  private static ObjectNode of(ScheduleException exception, Unit unit) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode dates = node.putArray("dates");
    exception.dates().forEach(span -> dates.add(text(span)));
    exception.value().ifPresent(value -> node.put("value", quantity(value, unit)));
    exception.time().ifPresent(time -> node.put("time", time.toString()));
    exception.duration().ifPresent(duration -> node.put("duration", seconds(duration)));
    exception.reason().ifPresent(reason -> node.put("reason", reason));
    return node;
  }

  private static String text(DateSpan span) {
    return switch (span) {
      case DateSpan.Once(LocalDate first, LocalDate last) ->
          first.equals(last) ? first.toString() : first + "/" + last;
      case DateSpan.Yearly(MonthDay first, MonthDay last) ->
          first.equals(last) ? text(first) : text(first) + "/" + text(last);
    };
  }

  private static String text(MonthDay day) {
    return day.toString().substring("--".length());
  }

  private static ObjectNode sun(SunMoment moment) {
    ObjectNode node = JSON.createObjectNode();
    String event = event(moment);
    node.put("event", event);
    if (event.equals("rising") || event.equals("setting")) {
      node.put("elevation", quantity(moment.elevationDeg(), Unit.DEGREE));
    }
    if (!moment.offset().isZero()) {
      node.put("offset", seconds(moment.offset()));
    }
    return node;
  }

  private static String event(SunMoment moment) {
    if (moment.elevationDeg() == SunMoment.SUNRISE_DEG) {
      return moment.rising() ? "sunrise" : "sunset";
    }
    if (moment.elevationDeg() == SunMoment.CIVIL_DEG) {
      return moment.rising() ? "civil-dawn" : "civil-dusk";
    }
    if (moment.elevationDeg() == SunMoment.NAUTICAL_DEG) {
      return moment.rising() ? "nautical-dawn" : "nautical-dusk";
    }
    return moment.rising() ? "rising" : "setting";
  }

  private static String seconds(Duration duration) {
    return quantity(duration.toNanos() / 1e9, Unit.SECOND);
  }

  private static String quantity(double value, Unit unit) {
    return value + " " + unit.symbol();
  }
}
