package org.wattward.devices.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.AlarmLimit.Priority;
import org.wattward.devices.template.AlarmLimit.Side;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads the limits on a measured value.
 *
 * @param unit the point's unit
 * @param problems takes what is wrong
 */
record AlarmLimitReader(Unit unit, Problems problems) {
  private static final Duration USUAL_DELAY = Duration.ofSeconds(10);

  /** Reads {@code alarms} of a point, its shape checked. */
  List<AlarmLimit> read(Mapping point, boolean readable, List<AlarmLimit> otherwise) {
    if (point.get("alarms").isEmpty()) {
      return otherwise;
    }
    if (!readable) {
      problems.add(
          point.get("alarms").orElse(point),
          "A point that is not read has no value to be alarmed of.",
          "Leave alarms away.");
    }
    List<AlarmLimit> limits = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Mapping mapping : point.mappings("alarms")) {
      if (TemplateFormat.ALARM.accepts(mapping)) {
        AlarmLimit limit = limit(mapping);
        limits.add(limit);
        if (!known.add(limit.side() + " " + limit.value())) {
          problems.add(
              mapping,
              "The same limit is there twice.",
              "Leave one away, or give it another value.");
        }
      }
    }
    return limits;
  }

  private AlarmLimit limit(Mapping mapping) {
    Fields fields = new Fields(mapping);
    double deadband = fields.quantity("deadband", differenceUnit(mapping), problems).orElse(0);
    if (deadband < 0) {
      problems.add(
          mapping.get("deadband").orElse(mapping),
          "The deadband cannot be negative.",
          "Write 0 %s or more.".formatted(unit));
    }
    return new AlarmLimit(
        Side.valueOf(fields.text("when", "above").toUpperCase(Locale.ROOT)),
        fields.quantity("value", unit, problems).orElse(0),
        Math.max(0, deadband),
        fields.duration("onDelay", USUAL_DELAY),
        fields.duration("offDelay", USUAL_DELAY),
        Arrays.stream(Priority.values())
            .filter(it -> TemplateFormat.word(it).equals(fields.text("priority", "medium")))
            .findFirst()
            .orElse(Priority.MEDIUM),
        fields.text("consequence"),
        fields.text("response"));
  }

  /** A difference of temperatures is given in K, or in the point's own unit. */
  private Unit differenceUnit(Mapping mapping) {
    boolean kelvin =
        unit == Unit.CELSIUS
            && mapping.text("deadband").filter(text -> text.strip().endsWith(" K")).isPresent();
    return kelvin ? Unit.KELVIN : unit;
  }
}
