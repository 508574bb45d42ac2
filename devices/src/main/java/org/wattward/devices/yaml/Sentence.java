package org.wattward.devices.yaml;

import java.util.Locale;

/** Small words for problems. */
final class Sentence {
  private Sentence() {}

  /** With a capital letter first. */
  static String start(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A number without a needless fraction. */
  static String number(double number) {
    return Math.rint(number) == number && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%.0f", number)
        : Double.toString(number);
  }
}
