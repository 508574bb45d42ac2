package org.wattward.sim.scenario;

import static org.wattward.devices.yaml.Shape.fields;
import static org.wattward.devices.yaml.Shape.list;
import static org.wattward.devices.yaml.Shape.map;
import static org.wattward.devices.yaml.Shape.optional;
import static org.wattward.devices.yaml.Shape.positive;
import static org.wattward.devices.yaml.Shape.quantity;
import static org.wattward.devices.yaml.Shape.required;
import static org.wattward.devices.yaml.Shape.text;
import static org.wattward.devices.yaml.Shape.whole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.yaml.Shape;
import org.wattward.devices.yaml.Shape.Field;

/** What a scenario file looks like: for the reader and for the JSON Schema alike. */
final class ScenarioFormat {
  private static final Shape TIME_OF_DAY =
      text(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?(Z|[+-]\\d\\d:\\d\\d)?",
          "a date with its time",
          "Write 2026-01-14T18:30 for local time, 2026-01-14T17:30Z for UTC.");

  /** When something begins. */
  static final List<Field> WHEN =
      List.of(
          optional("after", quantity(Unit.SECOND, 0, 1e9), "so long after the beginning: 10 min."),
          optional("at", TIME_OF_DAY, "or at this time of day, local or UTC."));

  private static final Field HOLDS =
      optional("for", positive(Unit.SECOND), "How long; to the end if left out.");

  static final Shape WARMER =
      spanned(
          HOLDS,
          required(
              "warmer",
              quantity(Unit.KELVIN, -60, 60),
              "by how much the air is warmer than measured: -8 K."));

  static final Shape PRICE =
      spanned(
          HOLDS,
          optional("factor", quantity(Unit.ONE, -100, 100), "times the day-ahead price."),
          optional("add", quantity(Unit.EUR_PER_KWH, -10, 10), "and so much more."));

  static final Shape EVENT =
      spanned(
          required("for", positive(Unit.SECOND), "how long it lasts."),
          optional("id", text(), "Its name; DR-1, DR-2 and so on if left out."),
          required("level", whole(1, 3, "a level"), "1 moderate, 2 high, 3 emergency."),
          optional("reason", text(), "A sentence for the record."));

  static final Shape FAULT = FaultFormat.shape();

  static final Shape QUIRKS = QuirkFormat.shape();

  /** The whole file. */
  static final Shape FILE =
      fields(
          required("title", text(), "what it is about."),
          optional(
              "seed",
              whole(0, Long.MAX_VALUE, "a seed"),
              "What is drawn by lot and all noise; the command's --seed if left out."),
          optional("start", TIME_OF_DAY, "When the district begins, local or UTC."),
          optional("days", whole(1, 3660, "a number of days"), "How many days a simulation takes."),
          optional("weather", list(WARMER), "How the weather differs from the measured one."),
          optional("prices", list(PRICE), "How prices differ from the measured ones."),
          optional("events", list(EVENT), "Demand-response events."),
          optional(
              "quirks",
              map("[A-Za-z0-9_.*-]+", "a device's id, several as meter-*, or a template", QUIRKS),
              "How devices are peculiar."),
          optional("faults", list(FAULT), "What breaks, and when."));

  private ScenarioFormat() {}

  private static Shape spanned(Field... own) {
    List<Field> all = new ArrayList<>(WHEN);
    all.addAll(Arrays.asList(own));
    return fields(all.toArray(Field[]::new));
  }
}
