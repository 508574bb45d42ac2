package org.wattward.rules.conclusions;

import java.util.Locale;

/** Puts values into the braces of a reason: {@code "Only {} W are left"}. */
final class Reason {
  private Reason() {}

  /**
   * Fills in the values, each where the next {@code {}} stands.
   *
   * @param text the sentence; braces without a value stay, values without braces are left out
   * @param values numbers, shown with two decimals below 10, one below 100, else none; or texts
   */
  static String of(String text, Object... values) {
    StringBuilder sentence = new StringBuilder(text.length() + 16 * values.length);
    int from = 0;
    for (Object value : values) {
      int braces = text.indexOf("{}", from);
      if (braces < 0) {
        break;
      }
      sentence.append(text, from, braces).append(shown(value));
      from = braces + 2;
    }
    return sentence.append(text, from, text.length()).toString();
  }

  private static String shown(Object value) {
    return value instanceof Number number ? shown(number.doubleValue()) : String.valueOf(value);
  }

  private static String shown(double value) {
    double size = Math.abs(value);
    String digits =
        String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
    String bare = digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits;
    return bare.equals("-0") ? "0" : bare;
  }
}
