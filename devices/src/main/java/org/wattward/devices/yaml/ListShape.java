package org.wattward.devices.yaml;

import java.util.LinkedHashMap;
import java.util.Map;

record ListShape(Shape item, int fewest, int most) implements Shape {
  @Override
  public void check(YamlNode node, Problems problems) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      problems.add(
          node,
          "A list was expected, not %s.".formatted(node.form()),
          "Write [first, second] or one item per line, each after \"- \".");
      return;
    }
    int size = sequence.items().size();
    if (size < fewest || size > most) {
      problems.add(
          node,
          "The list has %d items.".formatted(size),
          most == Integer.MAX_VALUE
              ? "Write at least %d.".formatted(fewest)
              : "Write %d to %d."
                  .formatted(fewest, most)
                  .replace(fewest + " to " + fewest, "" + fewest));
    }
    sequence.items().forEach(each -> item.check(each, problems));
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", item.schema());
    if (fewest > 0) {
      schema.put("minItems", (long) fewest);
    }
    if (most < Integer.MAX_VALUE) {
      schema.put("maxItems", (long) most);
    }
    return schema;
  }
}
