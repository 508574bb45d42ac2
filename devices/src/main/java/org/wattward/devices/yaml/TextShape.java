package org.wattward.devices.yaml;

import java.util.Map;
import java.util.regex.Pattern;

record TextShape(Pattern pattern, String what, String advice) implements Shape {
  @Override
  public void check(YamlNode node, Problems problems) {
    if (!(node instanceof YamlNode.Scalar scalar) || !pattern.matcher(scalar.value()).matches()) {
      problems.add(node, "%s is not %s.".formatted(Sentence.start(node.form()), what), advice);
    }
  }

  @Override
  public Map<String, Object> schema() {
    return Ordered.map(
        "type", "string", "pattern", "^(?:" + pattern.pattern().replace("(?s)", "") + ")$");
  }
}
