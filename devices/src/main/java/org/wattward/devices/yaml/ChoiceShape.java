package org.wattward.devices.yaml;

import java.util.List;
import java.util.Map;

record ChoiceShape(List<String> words) implements Shape {
  ChoiceShape {
    words = List.copyOf(words);
  }

  @Override
  public void check(YamlNode node, Problems problems) {
    if (node instanceof YamlNode.Scalar scalar && words.contains(scalar.value())) {
      return;
    }
    String written = node instanceof YamlNode.Scalar scalar ? scalar.value() : "";
    problems.add(
        node,
        "%s is not among the words known here.".formatted(Sentence.start(node.form())),
        Nearest.advice(written, words, "words"));
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("enum", words);
  }
}
