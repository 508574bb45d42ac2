package org.wattward.devices.site;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.quantity.Dimension;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.Quantity;
import org.wattward.devices.yaml.YamlNode;
import org.wattward.devices.yaml.YamlNode.Entry;
import org.wattward.devices.yaml.YamlNode.Mapping;

/** Reads values of rule parameters. */
record ParameterReader(RulePackages packages, Problems problems) {
  Map<String, Double> read(Optional<Mapping> parameters) {
    Map<String, Double> values = new LinkedHashMap<>();
    parameters.ifPresent(
        all -> all.entries().forEach((name, entry) -> ofPackage(name, entry, values)));
    return values;
  }

  private void ofPackage(String name, Entry entry, Map<String, Double> values) {
    Map<String, Unit> units = packages.parameters().get(name);
    if (packages.known() && units == null) {
      problems.add(
          entry.keyAt(),
          entry.value().path(),
          "There is no rule package \"%s\".".formatted(name),
          Nearest.advice(name, packages.parameters().keySet(), "rule packages"));
    } else if (entry.value() instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach((parameter, value) -> {
            OptionalDouble number =
                packages.known()
                    ? known(name, parameter, value, Optional.ofNullable(units))
                    : unknown(value.value());
            number.ifPresent(it -> values.put(name + "/" + parameter, it));
          });
    }
  }

  private OptionalDouble known(
      String name, String parameter, Entry value, Optional<Map<String, Unit>> units) {
    Map<String, Unit> all = units.orElse(Map.of());
    Unit unit = all.get(parameter);
    if (unit != null) {
      return Quantity.read(value.value(), unit, problems);
    }
    problems.add(
        value.keyAt(),
        value.value().path(),
        "The rule package \"%s\" has no parameter \"%s\".".formatted(name, parameter),
        Nearest.advice(parameter, all.keySet(), "parameters"));
    return OptionalDouble.empty();
  }

  private OptionalDouble unknown(YamlNode node) {
    Optional<Quantity.Measured> measured = Quantity.readAny(node, problems);
    if (measured.isEmpty()) {
      return OptionalDouble.empty();
    }
    Unit unit = measured.get().unit();
    boolean bare = Quantity.mayBeBare(unit);
    return OptionalDouble.of(
        bare ? measured.get().value() : unit.convert(measured.get().value(), first(unit)));
  }

  private static Unit first(Unit unit) {
    Dimension dimension = unit.dimension();
    return Arrays.stream(Unit.values())
        .filter(each -> each.dimension() == dimension)
        .findFirst()
        .orElse(unit);
  }
}
