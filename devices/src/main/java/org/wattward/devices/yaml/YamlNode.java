package org.wattward.devices.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a YAML file that knows where it stands. Immutable. */
public sealed interface YamlNode {
  /** Where it begins. */
  Position at();

  /** How it is reached from the top of the file: {@code devices[3].unit}; empty at the top. */
  String path();

  /** What it is, for sentences: {@code "a list"}. */
  String form();

  /**
   * A single value, as written; what it means is for the reader to say.
   *
   * @param value the text; empty when nothing stands there
   */
  record Scalar(Position at, String path, String value) implements YamlNode {
    @Override
    public String form() {
      return value.isEmpty() ? "nothing" : "\"" + value + "\"";
    }
  }

  /** A list. */
  record Sequence(Position at, String path, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String form() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the file. */
  record Mapping(Position at, String path, Map<String, Entry> entries) implements YamlNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String form() {
      return "a mapping of keys";
    }

    /** The value of a key. */
    public Optional<YamlNode> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** The value of a key, if it is a single value. */
    public Optional<Scalar> scalar(String key) {
      return get(key).filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    /** The text of a key, if it is a single value. */
    public Optional<String> text(String key) {
      return scalar(key).map(Scalar::value);
    }

    /** The mapping under a key, if it is one. */
    public Optional<Mapping> mapping(String key) {
      return get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    /** The items of the list under a key; empty if there is no list. */
    public List<YamlNode> items(String key) {
      return get(key).orElse(null) instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /** The mappings in the list under a key; items of another form are passed over. */
    public List<Mapping> mappings(String key) {
      return items(key).stream()
          .filter(Mapping.class::isInstance)
          .map(Mapping.class::cast)
          .toList();
    }
  }

  /**
   * A value with its key's place.
   *
   * @param keyAt where the key stands
   * @param value what stands behind it
   */
  record Entry(Position keyAt, YamlNode value) {}
}
