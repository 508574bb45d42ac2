package org.wattward.devices.site;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
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
 * @param problems takes what is wrong
 */
record ScheduleReader(Names names, Map<String, Device> devices, Problems problems) {
  private static final int USUAL_LEVEL = 16;
  private static final Pattern CRON_FIELD = Pattern.compile("[0-9A-Za-z*?,/#-]+");

  /** Checks what the shape cannot tell, whatever else is wrong. */
  void check(Mapping schedule) {
    schedule.get("cron").ifPresent(this::checkCron);
    schedule.get("timeZone").ifPresent(node -> TimeZones.read(node, problems));
  }

  Optional<ScheduleConfig> read(Mapping schedule) {
    Fields fields = new Fields(schedule);
    Optional<ZoneId> zone =
        schedule.get("timeZone").flatMap(node -> TimeZones.read(node, new Problems()));
    YamlNode pointNode = schedule.get("point").orElse(schedule);
    PointId id = PointId.parse(fields.text("point"));
    OptionalDouble value = value(schedule, pointNode, id);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ScheduleConfig(
                fields.text("id"),
                id,
                value.getAsDouble(),
                fields.whole("level").orElse(USUAL_LEVEL),
                fields.text("cron"),
                zone,
                fields.duration("duration", Duration.ofHours(1)),
                fields.text("reason")));
  }

  private OptionalDouble value(Mapping schedule, YamlNode pointNode, PointId id) {
    Device device = devices.get(id.device());
    if (device == null) {
      if (!names.has(id.device())) {
        problems.add(
            pointNode,
            "There is no device \"%s\".".formatted(id.device()),
            Nearest.advice(id.device(), names.all(), "devices"));
      }
      return OptionalDouble.empty();
    }
    List<String> points = device.points().stream().map(PointTemplate::name).toList();
    Optional<PointTemplate> point = device.template().point(id.name());
    if (point.isEmpty()) {
      problems.add(
          pointNode,
          "The device \"%s\" has no point \"%s\".".formatted(id.device(), id.name()),
          Nearest.advice(id.name(), points, "points"));
      return OptionalDouble.empty();
    }
    if (point.get().writing().isEmpty()) {
      problems.add(
          pointNode,
          "The point \"%s\" cannot be written.".formatted(id),
          Nearest.advice("", writable(device), "writable points"));
      return OptionalDouble.empty();
    }
    YamlNode node = schedule.get("value").orElse(schedule);
    OptionalDouble value = Quantity.read(node, point.get().unit(), problems);
    value.ifPresent(number -> checkRange(node, number, id, point.get()));
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

  private void checkCron(YamlNode node) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value().strip() : "";
    List<String> fields = List.of(text.split("\\s+"));
    boolean plausible =
        (fields.size() == 6 || fields.size() == 7)
            && fields.stream().allMatch(field -> CRON_FIELD.matcher(field).matches())
            && (fields.get(3).equals("?") ^ fields.get(5).equals("?"));
    if (!plausible) {
      problems.add(
          node,
          "\"%s\" is no cron expression.".formatted(text),
          "Write second minute hour day month weekday, with ? for day or weekday: 0 0 22 * * ?.");
    }
  }
}
