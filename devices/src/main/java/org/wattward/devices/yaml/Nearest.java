package org.wattward.devices.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {
  private static final int MOST_NAMES_LISTED = 12;

  private Nearest() {}

  /**
   * The known name nearest to the one written, if one is near enough to be meant.
   *
   * @param written what stands in the file
   * @param known the names that would be right
   */
  public static Optional<String> to(String written, Collection<String> known) {
    int atMost = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(name -> distance(written, name) <= atMost)
        .min(
            Comparator.comparingInt((String name) -> distance(written, name))
                .thenComparing(name -> name));
  }

  /**
   * Advice for an unknown name: the one probably meant, else those there are.
   *
   * @param what what the names are, in the plural: {@code "templates"}
   */
  public static String advice(String written, Collection<String> known, String what) {
    Optional<String> nearest = to(written, known);
    if (nearest.isPresent()) {
      return "Maybe you meant \"%s\".".formatted(nearest.get());
    }
    if (known.isEmpty()) {
      return "There are no %s yet.".formatted(what);
    }
    String names = String.join(", ", known.stream().sorted().limit(MOST_NAMES_LISTED).toList());
    String more = known.size() > MOST_NAMES_LISTED ? ", …" : "";
    return "The %s are: %s%s.".formatted(what, names, more);
  }

  /** Edits (insert, delete, replace, swap of neighbours) between two names, whatever their case. */
  private static int distance(String left, String right) {
    return edits(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
  }

  private static int edits(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(left, right, cost, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int cheapest(String left, String right, int[][] cost, int i, int j) {
    int replace = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + replace);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
