package org.wattward.rules.read;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class Nearest {
  private Nearest() {}

  /** The name with the fewest changes, if it is near enough to be meant. */
  static Optional<String> to(String wrong, Collection<String> names) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> changes(lower, name.toLowerCase(Locale.ROOT)) <= 2 + wrong.length() / 4)
        .min(
            Comparator.<String>comparingInt(name -> changes(lower, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A sentence that offers the nearest name, or else all of them. */
  static String advice(String wrong, Collection<String> names) {
    return to(wrong, names)
        .map("Maybe %s is meant."::formatted)
        .orElseGet(
            () -> names.isEmpty() ? "There is none." : "There are: %s.".formatted(list(names)));
  }

  private static String list(Collection<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  /** How many letters must be put in, left out or changed. */
  private static int changes(String from, String to) {
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
      }
      last = row;
    }
    return last[to.length()];
  }
}
