package org.wattward.sim.physics;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An object of a reference file (JSON is YAML); what is asked for must be there. */
record Json(Map<String, @Nullable Object> fields) {

  @SuppressWarnings("unchecked") // the files have an object at their top
  static Json read(String name) {
    try (var in = Files.newInputStream(ReferenceFolder.file(name))) {
      LoadSettings settings = LoadSettings.builder().setCodePointLimit(50_000_000).build();
      return new Json((Map<String, @Nullable Object>) new Load(settings).loadFromInputStream(in));
    } catch (IOException problem) {
      throw new AssertionError(problem);
    }
  }

  Object value(String key) {
    return Objects.requireNonNull(fields.get(key), key);
  }

  boolean has(String key) {
    return fields.get(key) != null;
  }

  double number(String key) {
    return ((Number) value(key)).doubleValue();
  }

  String text(String key) {
    return value(key).toString();
  }

  boolean flag(String key) {
    return (boolean) value(key);
  }

  @SuppressWarnings("unchecked") // the files' form
  Json at(String key) {
    return new Json((Map<String, @Nullable Object>) value(key));
  }

  @SuppressWarnings("unchecked") // the files' form
  List<Json> list(String key) {
    return ((List<Map<String, @Nullable Object>>) value(key)).stream().map(Json::new).toList();
  }

  @SuppressWarnings("unchecked") // the files' form
  <T> List<T> values(String key) {
    return (List<T>) value(key);
  }

  /** An object of numbers. */
  Map<String, Double> numbers(String key) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    Json object = at(key);
    object.fields().keySet().forEach(name -> numbers.put(name, object.number(name)));
    return numbers;
  }
}
