package org.wattward.devices.site;

import static org.wattward.devices.yaml.Shape.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.wattward.devices.yaml.Shape;

/**
 * How ids and constants are spelt in site files. The parts of the format rest on this alone and not
 * on each other, so that any of them may be the first that a program needs.
 */
final class Spelling {
  /** An id's characters. */
  static final String ID_PATTERN = "[a-z0-9][a-z0-9-]{0,62}";

  /** An id. */
  static final Shape ID =
      text(ID_PATTERN, "an id", "Use lower-case letters, digits and hyphens, at most 63.");

  private Spelling() {}

  /** Constants as written in YAML. */
  static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Spelling::word).toList();
  }

  /** An enum's constant as written in YAML. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
