package org.wattward.devices.template;

import java.time.Duration;
import java.util.Optional;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Recording.OnChange;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads which readings of a point are recorded.
 *
 * @param unit the point's unit
 * @param problems takes what is wrong
 */
record RecordingReader(Unit unit, Problems problems) {
  private static final Duration USUAL_HEARTBEAT = Duration.ofMinutes(5);

  /** Reads {@code record} of a point, its shape checked. */
  Recording read(Mapping point, Recording otherwise) {
    Optional<Mapping> given = point.mapping("record");
    if (given.isEmpty()) {
      return otherwise;
    }
    Mapping mapping = given.get();
    String when = mapping.text("when").orElse("");
    if (!when.equals("change")) {
      for (String key : new String[] {"deadband", "heartbeat"}) {
        mapping
            .get(key)
            .ifPresent(node ->
                problems.add(
                    node,
                    "With when: %s there is no %s.".formatted(when, key),
                    "Write when: change, or leave %s away.".formatted(key)));
      }
      return when.equals("never") ? new Recording.Never() : Recording.EVERY;
    }
    Fields fields = new Fields(mapping);
    double deadband = fields.quantity("deadband", differenceUnit(mapping), problems).orElse(0);
    Duration heartbeat = fields.duration("heartbeat", USUAL_HEARTBEAT);
    if (deadband < 0) {
      problems.add(
          mapping.get("deadband").orElse(mapping),
          "The deadband cannot be negative.",
          "Write 0 %s or more.".formatted(unit));
    }
    if (!heartbeat.isPositive()) {
      problems.add(
          mapping.get("heartbeat").orElse(mapping),
          "Without a heartbeat nobody knows whether the value stayed or the device was lost.",
          "Write a time, for example 5 min.");
    }
    return new OnChange(deadband, heartbeat);
  }

  /** A difference of temperatures is given in K, or in the point's own unit. */
  private Unit differenceUnit(Mapping mapping) {
    boolean kelvin =
        unit == Unit.CELSIUS
            && mapping.text("deadband").filter(text -> text.strip().endsWith(" K")).isPresent();
    return kelvin ? Unit.KELVIN : unit;
  }
}
