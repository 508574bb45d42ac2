package org.wattward.rules.packages;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.yaml.Nearest;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;

/** Takes values out of YAML and tells what is wrong with them. */
record YamlChecks(Problems problems) {

  /** The mapping that a node must be, with no other keys than these. */
  Optional<YamlNode.Mapping> mapping(YamlNode node, Collection<String> keys) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problems.add(node, "This is %s.".formatted(node.form()), "Write keys with values.");
      return Optional.empty();
    }
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!keys.contains(key)) {
            problems.add(
                entry.keyAt(),
                key,
                "There is no key \"%s\" here.".formatted(key),
                Nearest.advice(key, keys, "keys"));
          }
        });
    return Optional.of(mapping);
  }

  Optional<String> text(YamlNode.Mapping mapping, String key) {
    Optional<String> text = mapping.text(key).filter(value -> !value.isBlank());
    if (text.isEmpty()) {
      problems.add(mapping, "The key \"%s\" has no text.".formatted(key), "Add it.");
    }
    return text.map(String::strip);
  }

  Optional<Double> number(YamlNode.Mapping mapping, String key) {
    Optional<YamlNode> node = mapping.get(key);
    if (node.isEmpty()) {
      problems.add(mapping, "The key \"%s\" is missing.".formatted(key), "Add it.");
      return Optional.empty();
    }
    return number(node.get());
  }

  Optional<Double> number(YamlNode node) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    Optional<Double> number = parsed(text);
    if (number.isEmpty()) {
      problems.add(node, "%s is no number.".formatted(node.form()), "Write digits, without unit.");
    }
    return number;
  }

  static Optional<Double> parsed(String text) {
    return text.matches("[+-]?[0-9]{1,15}([.][0-9]{1,15})?")
        ? Optional.of(Double.parseDouble(text))
        : Optional.empty();
  }

  List<String> texts(YamlNode.Mapping mapping, String key) {
    return mapping.items(key).stream()
        .map(node -> node instanceof YamlNode.Scalar scalar ? scalar.value() : "")
        .filter(text -> !text.isBlank())
        .toList();
  }
}
