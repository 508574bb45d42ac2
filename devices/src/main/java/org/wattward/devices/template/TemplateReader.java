package org.wattward.devices.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.template.DeviceTemplate.Pacing;
import org.wattward.devices.template.DeviceTemplate.Protocol;
import org.wattward.devices.yaml.Fields;
import org.wattward.devices.yaml.InvalidFile;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Mapping;
import org.wattward.devices.yaml.YamlReader;

/** Reads templates from YAML; {@link TemplateFormat} says what they look like. */
public final class TemplateReader {
  private static final int MOST_MARK = 65_535;

  private TemplateReader() {}

  /**
   * Reads a template file.
   *
   * @throws InvalidFile with everything that is wrong
   */
  public static DeviceTemplate read(Path file) {
    Problems problems = new Problems();
    return orThrow(YamlReader.read(file, problems).flatMap(node -> read(node, problems)), problems);
  }

  /**
   * Reads a template from a stream.
   *
   * @param file the name to say in problems
   * @param stream YAML in UTF-8; not closed here
   * @throws InvalidFile with everything that is wrong
   * @throws IOException when the stream fails
   */
  public static DeviceTemplate read(String file, InputStream stream) throws IOException {
    return read(file, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
  }

  /**
   * Reads a template from text.
   *
   * @param file the name to say in problems
   * @param text YAML
   * @throws InvalidFile with everything that is wrong
   */
  public static DeviceTemplate read(String file, String text) {
    Problems problems = new Problems();
    return orThrow(read(file, text, problems), problems);
  }

  /** Reads a template from text, adding what is wrong to a collection. */
  static Optional<DeviceTemplate> read(String file, String text, Problems problems) {
    return YamlReader.read(file, text, problems).flatMap(node -> read(node, problems));
  }

  /**
   * Reads a template from its node.
   *
   * @return nothing when something was wrong
   */
  static Optional<DeviceTemplate> read(YamlNode root, Problems problems) {
    Problems here = new Problems();
    TemplateFormat.TEMPLATE.check(root, here);
    Optional<DeviceTemplate> template =
        root instanceof Mapping mapping ? build(mapping, here) : Optional.empty();
    problems.addAll(here.sorted());
    return here.isEmpty() ? template : Optional.empty();
  }

  private static Optional<DeviceTemplate> build(Mapping root, Problems problems) {
    Optional<DeviceKind> kind = root.text("kind").flatMap(DeviceKind::of);
    Optional<Protocol> protocol =
        Arrays.stream(Protocol.values())
            .filter(each -> root.text("protocol").equals(Optional.of(each.key())))
            .findFirst();
    if (kind.isEmpty() || protocol.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = new Fields(root);
    if (protocol.get() == Protocol.OPC_UA && root.get("namespace").isEmpty()) {
      problems.add(
          root, "The key \"namespace\" is missing.", "Add namespace: the URI of the nodes.");
    }
    List<PointTemplate> points = points(root, kind.get(), protocol.get(), problems);
    return Optional.of(
        new DeviceTemplate(
            fields.text("id"),
            fields.text("title"),
            kind.get(),
            protocol.get(),
            fields.text("source"),
            pacing(root),
            sunSpec(root, problems),
            IdentificationReader.read(root, problems),
            points,
            new InterlockReader(points, problems).read(root),
            root.mapping("mark").map(mark -> mark(mark, points, problems))));
  }

  private static ControllerMark mark(
      Mapping mapping, List<PointTemplate> points, Problems problems) {
    Fields fields = new Fields(mapping);
    ControllerMark mark =
        new ControllerMark(fields.text("point"), fields.duration("every", Duration.ofSeconds(5)));
    boolean fits =
        points.stream()
            .filter(point -> point.name().equals(mark.point()) && point.readable())
            .flatMap(point -> point.writing().stream())
            .anyMatch(writing -> writing.min() <= 0 && writing.max() >= MOST_MARK);
    if (!fits) {
      problems.add(
          mapping.get("point").orElse(mapping),
          "\"%s\" is no point of this template that can be read and written from 0 to 65535."
              .formatted(mark.point()),
          "Name a register that the device keeps for its controller and that is no flash.");
    }
    return mark;
  }

  private static List<PointTemplate> points(
      Mapping root, DeviceKind kind, Protocol protocol, Problems problems) {
    Mapping points = root.mapping("points").orElse(new Mapping(root.at(), "", Map.of()));
    boolean lowWordFirst = root.text("words").equals(Optional.of("low-first"));
    String namespace = root.text("namespace").orElse("");
    PointReader reader = new PointReader(kind, protocol, namespace, lowWordFirst, problems);
    List<PointTemplate> read = new ArrayList<>();
    Overlaps overlaps = new Overlaps();
    points
        .entries()
        .forEach((name, entry) -> {
          if (entry.value() instanceof Mapping mapping && TemplateFormat.POINT.accepts(mapping)) {
            reader
                .read(name, mapping)
                .ifPresent(point -> {
                  read.add(point);
                  overlaps.add(point, mapping);
                });
          }
        });
    overlaps.check(problems);
    read.forEach(point -> checkEffect(point, read, points, problems));
    return read;
  }

  /** What is said to follow must be there to be measured. */
  private static void checkEffect(
      PointTemplate point, List<PointTemplate> all, Mapping points, Problems problems) {
    Optional<Effect> effect = point.writing().flatMap(PointTemplate.Writing::effect);
    if (effect.isEmpty()) {
      return;
    }
    List<String> named = new ArrayList<>(List.of(effect.get().point()));
    effect.get().percentOf().ifPresent(named::add);
    for (String name : named) {
      boolean known =
          all.stream()
              .anyMatch(one -> one.name().equals(name) && one.readable() && one.unit() == Unit.W);
      if (!known) {
        problems.add(
            points.get(point.name()).orElse(points),
            "The effect of \"%s\" names \"%s\", which is no readable point in W of this template."
                .formatted(point.name(), name),
            "Name a power, for example power or ratedPower.");
      }
    }
  }

  private static Optional<SunSpecMap> sunSpec(Mapping root, Problems problems) {
    List<Integer> models = new ArrayList<>();
    for (YamlNode item : root.items("sunSpec")) {
      OptionalLong model = Fields.wide(item);
      if (model.isPresent() && SunSpecMap.hasFixedLength((int) model.getAsLong())) {
        models.add((int) model.getAsLong());
      } else {
        problems.add(
            item,
            "The length of this SunSpec model is not known.",
            "Name only models without repeating groups, for example 1, 103 and 120 to 124.");
      }
    }
    return models.isEmpty() ? Optional.empty() : Optional.of(SunSpecMap.ofTemplate(models));
  }

  private static Pacing pacing(Mapping root) {
    Optional<Mapping> mapping = root.mapping("pacing");
    if (mapping.isEmpty()) {
      return Pacing.NONE;
    }
    Fields fields = new Fields(mapping.get());
    return new Pacing(
        fields.whole("maxRegistersPerRead").orElse(Pacing.NONE.maxRegistersPerRead()),
        fields.whole("maxGapRegisters").orElse(Pacing.NONE.maxGapRegisters()),
        fields.duration("pauseBetweenRequests", Duration.ZERO),
        fields.duration("pauseAfterConnect", Duration.ZERO),
        fields.flag("writeMultipleOnly", false));
  }

  private static DeviceTemplate orThrow(Optional<DeviceTemplate> template, Problems problems) {
    problems.throwIfAny();
    return template.orElseThrow();
  }
}
