package org.wattward.devices.yaml;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Shape} as a JSON Schema file (draft 2020-12), with which an editor completes and checks
 * YAML. What spans several keys or files, such as references, only the readers check.
 */
public final class JsonSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private final StringBuilder text = new StringBuilder();

  private JsonSchema() {}

  /**
   * Writes a schema.
   *
   * @param title what the files are
   * @param shape what they look like
   * @return JSON, indented by two spaces, keys in the order of the shape
   */
  public static String of(String title, Shape shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DRAFT);
    schema.put("title", title);
    schema.putAll(shape.schema());
    JsonSchema writer = new JsonSchema();
    writer.value(schema, "");
    return writer.text.append('\n').toString();
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map -> map(map, indent);
      case List<?> list -> list(list, indent);
      case String string -> string(string);
      default -> text.append(value);
    }
  }

  private void map(Map<?, ?> map, String indent) {
    String inner = indent + "  ";
    text.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      text.append('\n').append(inner);
      string(String.valueOf(entry.getKey()));
      text.append(": ");
      value(entry.getValue(), inner);
      text.append(entries.hasNext() ? "," : "\n" + indent);
    }
    text.append('}');
  }

  private void list(List<?> list, String indent) {
    text.append('[');
    for (int i = 0; i < list.size(); i++) {
      text.append(i > 0 ? ", " : "");
      value(list.get(i), indent);
    }
    text.append(']');
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
