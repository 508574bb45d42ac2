package org.wattward.devices.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.template.WritingReader.Range;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Sentence;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** What a site file says differently about the points of one device. */
public final class PointOverrides {
  private final DeviceTemplate template;
  private final Problems problems;

  private PointOverrides(DeviceTemplate template, Problems problems) {
    this.template = template;
    this.problems = problems;
  }

  /**
   * Applies overrides; ranges may only become narrower.
   *
   * @param template the device's type
   * @param overrides point names with {@link TemplateFormat#OVERRIDE}, their shape checked
   * @param problems takes what is wrong
   */
  public static DeviceTemplate apply(
      DeviceTemplate template, Mapping overrides, Problems problems) {
    return new PointOverrides(template, problems).apply(overrides);
  }

  private DeviceTemplate apply(Mapping overrides) {
    List<PointTemplate> points = new ArrayList<>();
    for (PointTemplate point : template.points()) {
      points.add(overrides.mapping(point.name()).map(it -> changed(point, it)).orElse(point));
    }
    List<String> names = template.points().stream().map(PointTemplate::name).toList();
    overrides
        .entries()
        .forEach((name, entry) -> {
          if (!names.contains(name)) {
            problems.add(
                entry.keyAt(),
                entry.value().path(),
                "The template \"%s\" has no point \"%s\".".formatted(template.id(), name),
                Nearest.advice(name, names, "points"));
          }
        });
    return template.withPoints(points);
  }

  private PointTemplate changed(PointTemplate point, Mapping override) {
    WritingReader reader = new WritingReader(point.unit(), problems);
    Range full = new Range(point.min(), point.max());
    Range range = reader.range(override).orElse(full);
    checkNarrower(override, range, full, point);
    return new PointTemplate(
        point.name(),
        point.title(),
        point.form(),
        point.unit(),
        range.min(),
        range.max(),
        point.readable(),
        PointReader.pollGroup(override, point.pollGroup()),
        address(point, override),
        writing(point, override, reader),
        new RecordingReader(point.unit(), problems).read(override, point.recording()),
        new AlarmLimitReader(point.unit(), problems)
            .read(override, point.readable(), point.alarms()));
  }

  private Address address(PointTemplate point, Mapping override) {
    Optional<Mapping> sampling = override.mapping("sampling");
    if (sampling.isEmpty()) {
      return point.address();
    }
    if (!(point.address() instanceof Address.OpcUaNode node)) {
      problems.add(
          sampling.get(),
          "The point \"%s\" lives in no OPC UA node.".formatted(point.name()),
          "Leave sampling away.");
      return point.address();
    }
    return new Address.OpcUaNode(
        node.place(),
        node.element(),
        new NodeReader("", problems).sampling(sampling.get(), point.unit(), node.sampling()),
        node.scale());
  }

  private Optional<Writing> writing(PointTemplate point, Mapping override, WritingReader reader) {
    Optional<Mapping> write = override.mapping("write");
    if (write.isEmpty()) {
      return point.writing();
    }
    if (point.writing().isEmpty()) {
      problems.add(
          write.get(),
          "The point \"%s\" cannot be written.".formatted(point.name()),
          "Leave write away.");
      return Optional.empty();
    }
    Writing known = point.writing().get();
    Writing changed = reader.changed(write.get(), known);
    checkNarrower(
        write.get(),
        new Range(changed.min(), changed.max()),
        new Range(known.min(), known.max()),
        point);
    return Optional.of(changed);
  }

  private void checkNarrower(Mapping node, Range range, Range full, PointTemplate point) {
    if (!full.contains(range.min()) || !full.contains(range.max())) {
      YamlNode at = node.get("range").orElse(node);
      problems.add(
          at,
          "The range %s to %s %s is wider than the template's, %s to %s %s."
              .formatted(
                  Sentence.number(range.min()),
                  Sentence.number(range.max()),
                  point.unit(),
                  Sentence.number(full.min()),
                  Sentence.number(full.max()),
                  point.unit()),
          "A site file may only narrow a range.");
    }
  }
}
