package org.wattward.devices.template;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.Effect.Relation;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Quantity;
import org.wattward.devices.yaml.Sentence;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads how a point is written.
 *
 * @param unit the point's unit
 * @param problems takes what is wrong
 */
record WritingReader(Unit unit, Problems problems) {
  /** Share of the range by which a value read back may differ when nothing else is said. */
  private static final double USUAL_TOLERANCE = 0.001;

  /** Two limits. */
  record Range(double min, double max) {
    boolean contains(double value) {
      return value >= min && value <= max;
    }
  }

  /** Reads a template's {@code write}. */
  Optional<Writing> read(Mapping mapping, Range readable) {
    Range range = range(mapping).orElse(readable);
    boolean complete = true;
    for (String key : new String[] {"safe", "relinquishDefault"}) {
      if (mapping.get(key).isEmpty()) {
        problems.add(
            mapping,
            "The key \"%s\" is missing.".formatted(key),
            "Every writable point says what it falls back to.");
        complete = false;
      }
    }
    double usual = Double.isFinite(range.max - range.min) ? range.max - range.min : 0;
    Writing defaults =
        new Writing(
            range.min,
            range.max,
            0,
            range.min,
            range.min,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            usual * USUAL_TOLERANCE,
            Double.POSITIVE_INFINITY,
            Duration.ZERO);
    return complete ? Optional.of(changed(mapping, defaults)) : Optional.empty();
  }

  /** Reads what a mapping says differently from a writing known. */
  Writing changed(Mapping mapping, Writing known) {
    Range range = range(mapping).orElse(new Range(known.min(), known.max()));
    Fields fields = new Fields(mapping);
    double safe = fields.quantity("safe", unit, problems).orElse(known.safe());
    double idle =
        fields.quantity("relinquishDefault", unit, problems).orElse(known.relinquishDefault());
    checkWithin(mapping, "safe", safe, range);
    checkWithin(mapping, "relinquishDefault", idle, range);
    return new Writing(
        range.min,
        range.max,
        notNegative(mapping, "step", known.step()),
        safe,
        idle,
        fields.duration("refresh", known.refresh()),
        fields.duration("watchdog", known.watchdog()),
        fields.duration("minSpacing", known.minSpacing()),
        notNegative(mapping, "tolerance", known.tolerance()),
        notNegative(mapping, "maxRampPerS", known.maxRampPerS()),
        fields.duration("minHold", known.minHold()),
        mapping.mapping("effect").map(this::effect).or(known::effect));
  }

  private Effect effect(Mapping mapping) {
    Fields fields = new Fields(mapping);
    Relation relation =
        Arrays.stream(Relation.values())
            .filter(each -> mapping.text("is").equals(Optional.of(TemplateFormat.word(each))))
            .findFirst()
            .orElse(Relation.NEAR);
    Optional<String> percentOf = mapping.text("percentOf");
    if (percentOf.isPresent() != (unit == Unit.PERCENT)) {
      problems.add(
          mapping,
          "The effect of a setpoint in %s is a power in W.".formatted(unit),
          "Setpoints in % need percentOf, the point that is the whole; others are in W.");
    }
    return new Effect(
        fields.text("point"),
        relation,
        percentOf,
        fields.quantity("tolerance", Unit.W, problems).orElse(0),
        fields.duration("within", Duration.ofMinutes(1)));
  }

  /** Reads {@code range: [min, max]}. */
  Optional<Range> range(Mapping mapping) {
    if (mapping.items("range").size() != 2) {
      return Optional.empty();
    }
    YamlNode first = mapping.items("range").getFirst();
    OptionalDouble min = Quantity.read(first, unit, problems);
    OptionalDouble max = Quantity.read(mapping.items("range").getLast(), unit, problems);
    if (min.isEmpty() || max.isEmpty()) {
      return Optional.empty();
    }
    if (min.getAsDouble() > max.getAsDouble()) {
      problems.add(first, "The range begins above its end.", "Write the lesser value first.");
      return Optional.empty();
    }
    return Optional.of(new Range(min.getAsDouble(), max.getAsDouble()));
  }

  private double notNegative(Mapping mapping, String key, double otherwise) {
    double value = new Fields(mapping).quantity(key, unit, problems).orElse(otherwise);
    if (value < 0) {
      problems.add(
          mapping.get(key).orElse(mapping),
          "The %s cannot be negative.".formatted(key),
          "Write 0 or more.");
    }
    return value;
  }

  private void checkWithin(Mapping mapping, String key, double value, Range range) {
    if (!range.contains(value)) {
      problems.add(
          mapping.get(key).orElse(mapping),
          "The value %s %s of \"%s\" is not within the range of writing, %s to %s %s."
              .formatted(
                  Sentence.number(value),
                  unit,
                  key,
                  Sentence.number(range.min),
                  Sentence.number(range.max),
                  unit),
          "Widen the range or choose another value.");
    }
  }
}
