package org.wattward.rules.table;

import java.util.regex.Pattern;

/** What may stand in cells. */
final class Cells {
  /** How CSV says that a cell goes on in the next one; for merged cells of a workbook the same. */
  static final String MERGED = "...";

  private static final String VALUE =
      "[+-]?[0-9]{1,15}([.][0-9]{1,15})?|\"[^\"\\\\\\p{Cntrl}]{0,200}\""
          + "|\\$?[\\p{L}\\p{N}][\\p{L}\\p{N} ._/%:+-]{0,200}";
  private static final Pattern VALUES =
      Pattern.compile("(%s)(\\s*,\\s*(%s)){0,20}".formatted(VALUE, VALUE));

  private static final Pattern SENTENCE = Pattern.compile("[^\"\\\\\\p{Cntrl}]{1,200}");

  private Cells() {}

  static String bare(String cell) {
    return cell.endsWith(MERGED)
        ? cell.substring(0, cell.length() - MERGED.length()).strip()
        : cell;
  }

  /** Whether a cell is a value or several: numbers, words, texts in quotes. No code. */
  static boolean isValue(String cell) {
    return VALUES.matcher(cell).matches();
  }

  static boolean isSentence(String cell) {
    return SENTENCE.matcher(cell).matches();
  }

  /** The snippet with the cell's value in it. */
  static String filled(String snippet, String cell) {
    if (snippet.contains("$param")) {
      return snippet.replace("$param", cell);
    }
    String filled = snippet;
    String[] values = cell.split(",", -1);
    for (int i = values.length; i > 0; i--) {
      filled =
          filled.replaceAll(
              "\\$" + i + "(?![0-9A-Za-z_])",
              java.util.regex.Matcher.quoteReplacement(values[i - 1].strip()));
    }
    return filled;
  }

  static boolean hasPlace(String snippet) {
    return snippet.contains("$param") || snippet.matches("(?s).*\\$[0-9].*");
  }
}
