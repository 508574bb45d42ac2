package org.wattward.devices.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

record MapShape(Pattern keyPattern, String keyWhat, Shape value) implements Shape {
  @Override
  public void check(YamlNode node, Problems problems) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problems.add(
          node,
          "A mapping of keys was expected, not %s.".formatted(node.form()),
          "Write key: value, each key being %s.".formatted(keyWhat));
      return;
    }
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!keyPattern.matcher(key).matches()) {
            problems.add(
                entry.keyAt(),
                entry.value().path(),
                "\"%s\" is not %s.".formatted(key, keyWhat),
                "A key here looks like this: %s.".formatted(keyPattern.pattern()));
          }
          value.check(entry.value(), problems);
        });
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("patternProperties", Map.of("^(?:" + keyPattern.pattern() + ")$", value.schema()));
    schema.put("additionalProperties", false);
    return schema;
  }
}
