package org.wattward.devices.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A mapping with a fixed set of keys. */
public record FieldsShape(List<Field> fields) implements Shape {
  public FieldsShape {
    fields = List.copyOf(fields);
  }

  @Override
  public void check(YamlNode node, Problems problems) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problems.add(
          node,
          "A mapping of keys was expected, not %s.".formatted(node.form()),
          "The keys are: %s.".formatted(String.join(", ", keys())));
      return;
    }
    checkKeys(mapping, keys(), problems);
    checkValues(mapping, problems);
  }

  /** Finds keys that nobody reads. */
  static void checkKeys(YamlNode.Mapping mapping, Set<String> known, Problems problems) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            problems.add(
                entry.keyAt(),
                entry.value().path(),
                "The key \"%s\" is not known here.".formatted(key),
                Nearest.advice(key, known, "keys"));
          }
        });
  }

  /** Checks the values of known keys and finds missing ones. */
  void checkValues(YamlNode.Mapping mapping, Problems problems) {
    for (Field field : fields) {
      YamlNode.Entry entry = mapping.entries().get(field.key());
      if (entry != null) {
        field.shape().check(entry.value(), problems);
      } else if (field.required()) {
        problems.add(
            mapping,
            "The key \"%s\" is missing.".formatted(field.key()),
            "Add %s: %s".formatted(field.key(), field.description()));
      }
    }
  }

  /** The names of all keys. */
  Set<String> keys() {
    return fields.stream().map(Field::key).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    fields.forEach(field -> properties.put(field.key(), described(field)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", fields.stream().filter(Field::required).map(Field::key).toList());
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> described(Field field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", field.description());
    schema.putAll(field.shape().schema());
    return schema;
  }
}
