package org.wattward.sim.field.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a JSON object from values by their pointers (RFC 6901, objects only). */
final class Json {
  private final Map<String, Object> root = new TreeMap<>();

  /**
   * Puts a text or a number.
   *
   * @param pointer where: {@code /a/b}
   * @param value a {@link String} or a finite {@link Double}
   */
  void put(String pointer, Object value) {
    Deque<String> steps = new ArrayDeque<>(List.of(pointer.substring(1).split("/", -1)));
    String last = unescape(steps.removeLast());
    Map<String, Object> at = root;
    for (String step : steps) {
      at = child(at, unescape(step));
    }
    at.put(last, value);
  }

  private static Map<String, Object> child(Map<String, Object> parent, String name) {
    Object known = parent.get(name);
    if (known instanceof Branch branch) {
      return branch.children();
    }
    Branch made = new Branch(new TreeMap<>());
    parent.put(name, made);
    return made.children();
  }

  @Override
  public String toString() {
    return text(root);
  }

  private static String text(Map<String, Object> object) {
    StringBuilder text = new StringBuilder("{");
    object.forEach((name, value) -> {
      if (text.length() > 1) {
        text.append(',');
      }
      text.append(quoted(name)).append(':').append(text(value));
    });
    return text.append('}').toString();
  }

  private static String text(Object value) {
    return switch (value) {
      case Branch branch -> text(branch.children());
      case String words -> quoted(words);
      default -> value.toString();
    };
  }

  private static String quoted(String words) {
    return '"' + words.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String unescape(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }

  private record Branch(Map<String, Object> children) {}
}
