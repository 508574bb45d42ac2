package org.wattward.rules.packages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Zone;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.facts.FactType;
import org.wattward.rules.request.Request;

/** What {@code package.yaml} says. */
record Manifest(
    String name,
    String title,
    String version,
    int level,
    String purpose,
    List<String> sources,
    Set<Zone.Kind> zones,
    Set<String> facts,
    List<ParameterDeclaration> parameters) {
  private static final List<String> KEYS =
      List.of(
          "package",
          "title",
          "version",
          "level",
          "purpose",
          "sources",
          "zones",
          "facts",
          "parameters");
  private static final List<String> PARAMETER_KEYS =
      List.of("title", "unit", "min", "max", "default");
  private static final String VERSION = "[0-9]{1,4}[.][0-9]{1,4}[.][0-9]{1,4}";

  /** Names that a parameter cannot have, as a pattern's fields come first. */
  private static final Set<String> TAKEN = fieldNames();

  static Optional<Manifest> of(YamlNode root, Problems problems) {
    YamlChecks checks = new YamlChecks(problems);
    return checks.mapping(root, KEYS).flatMap(mapping -> of(mapping, checks));
  }

  private static Optional<Manifest> of(YamlNode.Mapping root, YamlChecks checks) {
    Optional<String> name = checks.text(root, "package");
    Optional<String> title = checks.text(root, "title");
    Optional<String> version = checks.text(root, "version");
    Optional<Double> level = checks.number(root, "level");
    Optional<String> purpose = checks.text(root, "purpose");
    name.filter(text -> !PointId.isDeviceId(text))
        .ifPresent(text ->
            checks
                .problems()
                .add(
                    root,
                    "\"%s\" cannot name a package.".formatted(text),
                    "Use lower-case letters, digits and hyphens."));
    version
        .filter(text -> !text.matches(VERSION))
        .ifPresent(text ->
            checks.problems().add(root, "\"%s\" is no version.".formatted(text), "Write 1.0.0."));
    level
        .filter(value -> value != Math.rint(value) || value < 1 || value > Request.LOWEST)
        .ifPresent(value ->
            checks
                .problems()
                .add(
                    root,
                    "The level %s is impossible.".formatted(value),
                    "Levels go from 1 (highest) to 16; packages usually have 11 to 15."));
    Set<Zone.Kind> zones = zones(root, checks);
    Set<String> facts = facts(root, checks);
    List<ParameterDeclaration> parameters = parameters(root, checks);
    if (!checks.problems().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Manifest(
            name.orElseThrow(),
            title.orElseThrow(),
            version.orElseThrow(),
            level.orElseThrow().intValue(),
            purpose.orElseThrow(),
            checks.texts(root, "sources"),
            zones,
            facts,
            parameters));
  }

  /** The parameters' units by name. */
  Map<String, Unit> units() {
    Map<String, Unit> units = new LinkedHashMap<>();
    parameters.forEach(parameter -> units.put(parameter.name(), parameter.unit()));
    return units;
  }

  private static Set<Zone.Kind> zones(YamlNode.Mapping root, YamlChecks checks) {
    Set<Zone.Kind> zones = EnumSet.noneOf(Zone.Kind.class);
    List<String> known = Arrays.stream(Zone.Kind.values()).map(Manifest::key).toList();
    for (YamlNode item : root.items("zones")) {
      String text = item instanceof YamlNode.Scalar scalar ? scalar.value() : "";
      if (known.contains(text)) {
        zones.add(Zone.Kind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')));
      } else {
        checks
            .problems()
            .add(
                item,
                "\"%s\" is no kind of zone.".formatted(text),
                Nearest.advice(text, known, "kinds of zone"));
      }
    }
    if (root.items("zones").isEmpty()) {
      checks.problems().add(root, "The package is for no zone.", "Write zones: [feeder].");
    }
    return zones;
  }

  private static String key(Zone.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Set<String> facts(YamlNode.Mapping root, YamlChecks checks) {
    Set<String> facts = new LinkedHashSet<>();
    Collection<String> known = FactSchema.types().stream().map(FactType::name).toList();
    for (YamlNode item : root.items("facts")) {
      String text = item instanceof YamlNode.Scalar scalar ? scalar.value() : "";
      if (known.contains(text)) {
        facts.add(text);
      } else {
        checks
            .problems()
            .add(
                item,
                "There is no fact \"%s\".".formatted(text),
                Nearest.advice(text, known, "facts"));
      }
    }
    return facts;
  }

  private static List<ParameterDeclaration> parameters(YamlNode.Mapping root, YamlChecks checks) {
    List<ParameterDeclaration> parameters = new ArrayList<>();
    root.mapping("parameters")
        .ifPresent(all ->
            all.entries()
                .forEach(
                    (name, entry) -> parameter(name, entry, checks).ifPresent(parameters::add)));
    return parameters;
  }

  private static Optional<ParameterDeclaration> parameter(
      String name, YamlNode.Entry entry, YamlChecks checks) {
    if (!name.matches("[a-z][A-Za-z0-9]{0,62}") || TAKEN.contains(name)) {
      checks
          .problems()
          .add(
              entry.keyAt(),
              name,
              "A parameter cannot be called \"%s\".".formatted(name),
              "Use letters and digits, a lower-case letter first, and no field's name.");
    }
    Optional<YamlNode.Mapping> mapping = checks.mapping(entry.value(), PARAMETER_KEYS);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> title = checks.text(mapping.get(), "title");
    Optional<Unit> unit =
        checks.text(mapping.get(), "unit").flatMap(text -> unit(text, mapping.get(), checks));
    Optional<Double> min = checks.number(mapping.get(), "min");
    Optional<Double> max = checks.number(mapping.get(), "max");
    Optional<Double> value = checks.number(mapping.get(), "default");
    boolean complete =
        title.isPresent()
            && unit.isPresent()
            && min.isPresent()
            && max.isPresent()
            && value.isPresent();
    if (!complete) {
      return Optional.empty();
    }
    ParameterDeclaration declared =
        new ParameterDeclaration(name, title.get(), unit.get(), min.get(), max.get(), value.get());
    if (!declared.allows(declared.defaultValue())) {
      checks
          .problems()
          .add(
              mapping.get(),
              "The default %s of %s is not between %s and %s %s."
                  .formatted(
                      declared.defaultValue(), name, min.get(), max.get(), unit.get().symbol()),
              "Change the default or the range.");
    }
    return Optional.of(declared);
  }

  private static Optional<Unit> unit(String text, YamlNode node, YamlChecks checks) {
    Optional<Unit> unit = Unit.of(text);
    if (unit.isEmpty()) {
      checks
          .problems()
          .add(
              node,
              "\"%s\" is no unit.".formatted(text),
              Nearest.advice(
                  text, Arrays.stream(Unit.values()).map(Unit::symbol).toList(), "units"));
    }
    return unit;
  }

  private static Set<String> fieldNames() {
    Set<String> names = new LinkedHashSet<>();
    FactSchema.types().forEach(type -> names.addAll(type.fields().keySet()));
    return Set.copyOf(names);
  }
}
