package org.wattward.devices.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

record VariantShape(String key, Map<String, FieldsShape> variants) implements Shape {
  VariantShape {
    variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
  }

  @Override
  public void check(YamlNode node, Problems problems) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problems.add(
          node,
          "A mapping of keys was expected, not %s.".formatted(node.form()),
          "Write %s: one of %s.".formatted(key, String.join(", ", variants.keySet())));
      return;
    }
    YamlNode choice = mapping.get(key).orElse(null);
    if (choice == null) {
      problems.add(
          mapping,
          "The key \"%s\" is missing.".formatted(key),
          "Add %s: one of %s.".formatted(key, String.join(", ", variants.keySet())));
      return;
    }
    new ChoiceShape(new ArrayList<>(variants.keySet())).check(choice, problems);
    FieldsShape variant = variants.get(mapping.text(key).orElse(""));
    if (variant != null) {
      Set<String> known = new LinkedHashSet<>(variant.keys());
      known.add(key);
      FieldsShape.checkKeys(mapping, known, problems);
      variant.checkValues(mapping, problems);
    }
  }

  @Override
  public Map<String, Object> schema() {
    List<Object> choices = new ArrayList<>();
    variants.forEach((value, shape) -> choices.add(variant(value, shape)));
    return Ordered.map("type", "object", "oneOf", choices);
  }

  private Map<String, Object> variant(String value, FieldsShape shape) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(key, Map.of("const", value));
    Map<String, Object> schema = new LinkedHashMap<>(shape.schema());
    if (schema.get("properties") instanceof Map<?, ?> others) {
      others.forEach((name, each) -> properties.put(String.valueOf(name), each));
    }
    List<Object> required = new ArrayList<>(List.of(key));
    if (schema.get("required") instanceof List<?> others) {
      required.addAll(others);
    }
    schema.put("properties", properties);
    schema.put("required", required);
    return schema;
  }
}
