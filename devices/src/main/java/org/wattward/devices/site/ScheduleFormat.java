package org.wattward.devices.site;

import static org.wattward.devices.yaml.Shape.anyQuantity;
import static org.wattward.devices.yaml.Shape.choice;
import static org.wattward.devices.yaml.Shape.fields;
import static org.wattward.devices.yaml.Shape.list;
import static org.wattward.devices.yaml.Shape.optional;
import static org.wattward.devices.yaml.Shape.positive;
import static org.wattward.devices.yaml.Shape.quantity;
import static org.wattward.devices.yaml.Shape.required;
import static org.wattward.devices.yaml.Shape.text;
import static org.wattward.devices.yaml.Shape.whole;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.yaml.FieldsShape;
import org.wattward.devices.yaml.Shape;

/** What schedules and holidays look like in a site file, and schedules in the API. */
final class ScheduleFormat {
  private static final double LONGEST_OFFSET_S = 12 * 3600;

  /** The days of the week. */
  static final List<String> WEEKDAYS =
      Arrays.stream(DayOfWeek.values()).map(day -> day.name().toLowerCase(Locale.ROOT)).toList();

  /** A moment of the sun at an elevation that is given. */
  static final List<String> FREE_EVENTS = List.of("rising", "setting");

  /** The moments of the sun. */
  static final List<String> SUN_EVENTS =
      List.of(
          "sunrise",
          "sunset",
          "civil-dawn",
          "civil-dusk",
          "nautical-dawn",
          "nautical-dusk",
          FREE_EVENTS.getFirst(),
          FREE_EVENTS.getLast());

  private static final Shape TIME_OF_DAY =
      text("([01]\\d|2[0-3]):[0-5]\\d", "a time of day", "Write hours and minutes: \"06:30\".");

  private static final FieldsShape SUN =
      fields(
          required("event", choice(SUN_EVENTS), "which moment of the sun."),
          optional(
              "elevation",
              quantity(Unit.DEGREE, -18, 60),
              "With rising and setting: how high the sun's centre stands, without refraction."),
          optional(
              "offset",
              quantity(Unit.SECOND, -LONGEST_OFFSET_S, LONGEST_OFFSET_S),
              "How long after it, negative for before; 0 s if left out."));

  private static final Shape DATES =
      text(
          "(\\d{4}-)?\\d{2}-\\d{2}(/(\\d{4}-)?\\d{2}-\\d{2})?",
          "a date",
          "Write 2026-12-24, 12-24 for each year, or 2026-12-24/2027-01-06 from the first to the"
              + " last.");

  private static final FieldsShape EXCEPTION =
      fields(
          required("dates", list(DATES, 1, 400), "its days: 2026-12-24, 12-24, 12-24/01-06."),
          optional("value", anyQuantity(), "What the point is asked to have then."),
          optional("time", TIME_OF_DAY, "When it begins then, once, whatever its own times are."),
          optional("duration", positive(Unit.SECOND), "How long it holds then."),
          optional("reason", text(), "A sentence; the schedule's if left out."));

  /** A schedule. */
  static final FieldsShape SCHEDULE =
      fields(
          required("id", Spelling.ID, "the schedule's name, unique in the site."),
          required(
              "point",
              text(
                  Spelling.ID_PATTERN + "/" + "[a-z][A-Za-z0-9]{0,62}",
                  "a point",
                  "Write device/point, for example heatpump-07/powerLimit."),
              "device/point."),
          required("value", anyQuantity(), "what the point is asked to have, with its unit."),
          optional("level", whole(1, 16, "a priority level"), "1 to 16; 16 if left out."),
          optional(
              "cron",
              text(),
              "When it begins: second minute hour day month weekday, local time. Or give sun."),
          optional("sun", SUN, "When it begins, by the sun. Or give cron."),
          optional("timeZone", text(), "The zone of its times and days; the site's if left out."),
          optional(
              "duration",
              positive(Unit.SECOND),
              "How long it holds, in time that passes. Or give until or untilSun."),
          optional("until", TIME_OF_DAY, "The local time at which it ends next."),
          optional("untilSun", SUN, "The moment of the sun at which it ends next."),
          optional(
              "days",
              list(choice(Spelling.words(ScheduleConfig.DayKind.values())), 1, 3),
              "On which days it begins; on all if left out. Needs the site's holidays."),
          optional(
              "exceptions",
              list(EXCEPTION),
              "Days on which it holds otherwise, or with nothing but dates not at all."),
          required("reason", text(), "a sentence for the building manager."));

  /** Whose holidays a site keeps. */
  static final FieldsShape HOLIDAYS =
      fields(
          required(
              "country",
              text("[A-Za-z]{2}", "a country", "Write its two letters, for example DE."),
              "ISO 3166 code, for example DE."),
          optional(
              "region",
              text("[A-Za-z0-9_/-]+", "a region", "Write its code, for example BY."),
              "A part of it, for example BY; only what holds in the whole country if left out."),
          optional(
              "weekend",
              list(choice(WEEKDAYS), 1, 6),
              "On which days nobody works; saturday and sunday if left out."));

  private ScheduleFormat() {}
}
