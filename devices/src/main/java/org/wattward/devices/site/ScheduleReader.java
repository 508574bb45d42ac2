package org.wattward.devices.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.point.PointId;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Quantity;
import org.wattward.devices.yaml.Sentence;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;

/**
 * Reads schedules, their shape checked.
 *
 * @param names the ids of all devices
 * @param devices the devices that could be read, by id
 * @param hasHolidays whether the site says whose holidays it keeps
 * @param problems takes what is wrong
 */
record ScheduleReader(
    Names names, Map<String, Device> devices, boolean hasHolidays, Problems problems) {
  private static final int USUAL_LEVEL = 16;

  /** Checks what the shape cannot tell, whatever else is wrong. */
  void check(Mapping schedule) {
    new ScheduleTimes(hasHolidays, problems).check(schedule);
  }

  Optional<ScheduleConfig> read(Mapping schedule) {
    Fields fields = new Fields(schedule);
    YamlNode pointNode = schedule.get("point").orElse(schedule);
    PointId id = PointId.parse(fields.text("point"));
    Optional<PointTemplate> point = point(pointNode, id);
    OptionalDouble value =
        point.isPresent() ? value(schedule, id, point.get()) : OptionalDouble.empty();
    if (point.isEmpty() || value.isEmpty()) {
      return Optional.empty();
    }
    List<ScheduleException> exceptions = new ArrayList<>();
    for (Mapping exception : schedule.mappings("exceptions")) {
      OptionalDouble other =
          exception.get("value").isPresent()
              ? value(exception, id, point.get())
              : OptionalDouble.empty();
      exceptions.add(ScheduleTimes.exception(exception, other));
    }
    return Optional.of(
        new ScheduleConfig(
            fields.text("id"),
            id,
            value.getAsDouble(),
            fields.whole("level").orElse(USUAL_LEVEL),
            ScheduleTimes.start(schedule),
            schedule.get("timeZone").flatMap(node -> TimeZones.read(node, new Problems())),
            ScheduleTimes.end(schedule),
            ScheduleTimes.days(schedule),
            exceptions,
            fields.text("reason")));
  }

  private Optional<PointTemplate> point(YamlNode pointNode, PointId id) {
    Device device = devices.get(id.device());
    if (device == null) {
      if (!names.has(id.device())) {
        problems.add(
            pointNode,
            "There is no device \"%s\".".formatted(id.device()),
            Nearest.advice(id.device(), names.all(), "devices"));
      }
      return Optional.empty();
    }
    List<String> points = device.points().stream().map(PointTemplate::name).toList();
    Optional<PointTemplate> point = device.template().point(id.name());
    if (point.isEmpty()) {
      problems.add(
          pointNode,
          "The device \"%s\" has no point \"%s\".".formatted(id.device(), id.name()),
          Nearest.advice(id.name(), points, "points"));
      return Optional.empty();
    }
    if (point.get().writing().isEmpty()) {
      problems.add(
          pointNode,
          "The point \"%s\" cannot be written.".formatted(id),
          Nearest.advice("", writable(device), "writable points"));
      return Optional.empty();
    }
    return point;
  }

  private OptionalDouble value(Mapping at, PointId id, PointTemplate point) {
    YamlNode node = at.get("value").orElse(at);
    OptionalDouble value = Quantity.read(node, point.unit(), problems);
    value.ifPresent(number -> checkRange(node, number, id, point));
    return value;
  }

  private void checkRange(YamlNode node, double value, PointId id, PointTemplate point) {
    Writing writing = point.writing().orElseThrow();
    if (value < writing.min() || value > writing.max()) {
      problems.add(
          node,
          "The value %s %s of %s is not within %s to %s %s."
              .formatted(
                  Sentence.number(value),
                  point.unit(),
                  id,
                  Sentence.number(writing.min()),
                  Sentence.number(writing.max()),
                  point.unit()),
          "Choose a value that may be written.");
    }
  }

  private static List<String> writable(Device device) {
    return device.points().stream()
        .filter(PointTemplate::isWritable)
        .map(PointTemplate::name)
        .toList();
  }
}
