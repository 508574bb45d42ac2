package org.wattward.devices.yaml;

import java.util.Map;

record FlagShape() implements Shape {
  @Override
  public void check(YamlNode node, Problems problems) {
    boolean fine =
        node instanceof YamlNode.Scalar scalar
            && (scalar.value().equals("true") || scalar.value().equals("false"));
    if (!fine) {
      problems.add(
          node,
          "%s is neither true nor false.".formatted(Sentence.start(node.form())),
          "Write true or false.");
    }
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "boolean");
  }
}
