package org.wattward.rules.conclusions;

/** Puts values into the braces of a reason: {@code "Only {} W are left"}. */
final class Reason {
  private static final double MOST_EXACT = 1e15;
  private static final long[] SCALES = {1, 10, 100};

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
    if (!(size < MOST_EXACT)) {
      return String.valueOf(value);
    }
    int decimals = size < 10 ? 2 : size < 100 ? 1 : 0;
    long scale = SCALES[decimals];
    long scaled = Math.round(size * scale);
    StringBuilder digits = new StringBuilder();
    if (value < 0 && scaled != 0) {
      digits.append('-');
    }
    digits.append(scaled / scale);
    long fraction = scaled % scale;
    if (fraction != 0) {
      String rest = String.valueOf(scale + fraction).substring(1);
      digits.append('.').append(rest, 0, rest.endsWith("0") ? rest.length() - 1 : rest.length());
    }
    return digits.toString();
  }
}
