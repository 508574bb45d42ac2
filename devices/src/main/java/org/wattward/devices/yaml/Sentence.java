package org.wattward.devices.yaml;

import java.util.List;
import java.util.Locale;

/** Small words for problems. */
public final class Sentence {
  private Sentence() {}

  /** With a capital letter first. */
  public static String start(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** Several words as a sentence lists them: "a, b and c". */
  public static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** A number without a needless fraction. */
  public static String number(double number) {
    return Math.rint(number) == number && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%.0f", number)
        : Double.toString(number);
  }
}
