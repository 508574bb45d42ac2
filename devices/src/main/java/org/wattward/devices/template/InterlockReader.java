package org.wattward.devices.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Sentence;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads a template's interlocks, once its points are known.
 *
 * @param points the template's points
 * @param problems takes what is wrong
 */
record InterlockReader(List<PointTemplate> points, Problems problems) {

  List<Interlock> read(Mapping root) {
    List<Interlock> interlocks = new ArrayList<>();
    for (Mapping mapping : root.mappings("interlocks")) {
      if (TemplateFormat.INTERLOCK.accepts(mapping)) {
        interlock(mapping).ifPresent(interlocks::add);
      }
    }
    return interlocks;
  }

  private Optional<Interlock> interlock(Mapping mapping) {
    Optional<PointTemplate> point = point(mapping, "point");
    Optional<PointTemplate> needs = point(mapping, "needs");
    if (point.isEmpty() || needs.isEmpty()) {
      return Optional.empty();
    }
    if (point.get().writing().isEmpty()) {
      problems.add(
          mapping.get("point").orElse(mapping),
          "The point \"%s\" cannot be written.".formatted(point.get().name()),
          "An interlock holds a writable point; what it looks at is named by needs.");
    }
    if (!needs.get().readable()) {
      problems.add(
          mapping.get("needs").orElse(mapping),
          "The point \"%s\" cannot be read.".formatted(needs.get().name()),
          "Name a readable point of this device.");
    }
    if (mapping.get("above").isEmpty() && mapping.get("below").isEmpty()) {
      problems.add(
          mapping,
          "The interlock says neither \"above\" nor \"below\".",
          "Say when the point may leave its value of rest, for example above: 4 °C.");
    }
    Fields fields = new Fields(mapping);
    double otherwise = fields.quantity("otherwise", point.get().unit(), problems).orElse(0);
    point
        .get()
        .writing()
        .ifPresent(writing -> checkWithin(mapping, otherwise, writing, point.get()));
    return Optional.of(
        new Interlock(
            point.get().name(),
            needs.get().name(),
            fields.quantity("above", needs.get().unit(), problems).orElse(Double.NEGATIVE_INFINITY),
            fields.quantity("below", needs.get().unit(), problems).orElse(Double.POSITIVE_INFINITY),
            otherwise,
            fields.text("why")));
  }

  private void checkWithin(
      Mapping mapping, double otherwise, Writing writing, PointTemplate point) {
    if (otherwise < writing.min() || otherwise > writing.max()) {
      problems.add(
          mapping.get("otherwise").orElse(mapping),
          "The value %s %s of \"otherwise\" cannot be written to \"%s\", which takes %s to %s %s."
              .formatted(
                  Sentence.number(otherwise),
                  point.unit(),
                  point.name(),
                  Sentence.number(writing.min()),
                  Sentence.number(writing.max()),
                  point.unit()),
          "Choose the value at which the machine rests.");
    }
  }

  private Optional<PointTemplate> point(Mapping mapping, String key) {
    String name = mapping.text(key).orElse("");
    Optional<PointTemplate> found =
        points.stream().filter(point -> point.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      problems.add(
          mapping.get(key).orElse(mapping),
          "The template has no point \"%s\".".formatted(name),
          Nearest.advice(name, points.stream().map(PointTemplate::name).toList(), "points"));
    }
    return found;
  }
}
