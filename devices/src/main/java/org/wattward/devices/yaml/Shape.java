package org.wattward.devices.yaml;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.wattward.devices.quantity.Unit;

/**
 * What a part of a YAML file must look like. One description serves both the reader, which checks
 * files with it, and the JSON Schema, which editors complete and check with; so the two cannot
 * drift apart. Immutable, safe on any thread.
 */
public sealed interface Shape
    permits ChoiceShape,
        FieldsShape,
        FlagShape,
        ListShape,
        MapShape,
        QuantityShape,
        TextShape,
        VariantShape,
        WholeShape {

  /**
   * Checks a node and everything below it.
   *
   * @param node what stands in the file
   * @param problems takes all that is wrong
   */
  void check(YamlNode node, Problems problems);

  /** The same as JSON Schema (draft 2020-12), as maps, lists, strings, numbers and booleans. */
  Map<String, Object> schema();

  /** Whether nothing is wrong with a node. */
  default boolean accepts(YamlNode node) {
    Problems problems = new Problems();
    check(node, problems);
    return problems.isEmpty();
  }

  /** Any text that is not empty. */
  static Shape text() {
    return new TextShape(Pattern.compile("(?s).*\\S.*"), "a text", "Write a few words.");
  }

  /**
   * A text of a certain form.
   *
   * @param pattern what the whole text must match
   * @param what what it is: {@code "an id"}
   * @param advice how it is written: a sentence
   */
  static Shape text(String pattern, String what, String advice) {
    return new TextShape(Pattern.compile(pattern), what, advice);
  }

  /** One of several words. */
  static Shape choice(List<String> words) {
    return new ChoiceShape(words);
  }

  /**
   * A whole number, decimal or as 0x….
   *
   * @param what what it is: {@code "a port"}
   */
  static Shape whole(long min, long max, String what) {
    return new WholeShape(min, max, what);
  }

  /** A quantity of any size that converts to a unit. */
  static Shape quantity(Unit unit) {
    return new QuantityShape(unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** A quantity within limits, both in {@code unit}. */
  static Shape quantity(Unit unit, double min, double max) {
    return new QuantityShape(unit, min, max);
  }

  /** A quantity above 0. */
  static Shape positive(Unit unit) {
    return new QuantityShape(unit, QuantityShape.ABOVE_ZERO, Double.POSITIVE_INFINITY);
  }

  /** A quantity whose unit only another key tells; it is checked when it is read. */
  static Shape anyQuantity() {
    return QuantityShape.ANY;
  }

  /** {@code true} or {@code false}. */
  static Shape flag() {
    return new FlagShape();
  }

  /** A list. */
  static Shape list(Shape item, int fewest, int most) {
    return new ListShape(item, fewest, most);
  }

  /** A list of any length. */
  static Shape list(Shape item) {
    return new ListShape(item, 0, Integer.MAX_VALUE);
  }

  /**
   * Keys that the author chooses, each with a value of one shape.
   *
   * @param keyPattern what a whole key must match
   * @param keyWhat what a key is: {@code "a point's name"}
   */
  static Shape map(String keyPattern, String keyWhat, Shape value) {
    return new MapShape(Pattern.compile(keyPattern), keyWhat, value);
  }

  /** A fixed set of keys. */
  static FieldsShape fields(Field... fields) {
    return new FieldsShape(List.of(fields));
  }

  /**
   * Different keys for different values of one key.
   *
   * @param key the key that tells which
   * @param variants the keys for each of its values, itself not among them
   */
  static Shape variants(String key, Map<String, FieldsShape> variants) {
    return new VariantShape(key, variants);
  }

  /** A key that must be there. */
  static Field required(String key, Shape shape, String description) {
    return new Field(key, shape, true, description);
  }

  /** A key that may be left out. */
  static Field optional(String key, Shape shape, String description) {
    return new Field(key, shape, false, description);
  }

  /**
   * One key of a fixed set.
   *
   * @param key its name
   * @param shape what stands behind it
   * @param required whether it must be there
   * @param description what it means, and what holds when it is left out: a sentence
   */
  record Field(String key, Shape shape, boolean required, String description) {}
}
