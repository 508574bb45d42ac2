package org.wattward.devices.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * The tab characters of a file. YAML forbids them in indentation, and elsewhere nobody sees them;
 * so each line with one is a problem, and the text is also given as it was probably meant, so that
 * the rest of the file can be checked in the same run.
 *
 * @param problems one for each line with a tab
 * @param repaired the text itself if it has no tab, else how it may have been meant
 */
record Tabs(List<Problem> problems, List<String> repaired) {
  private static final int[] LIKELY_WIDTHS = {2, 4, 8};

  static Tabs in(String file, String text) {
    if (text.indexOf('\t') < 0) {
      return new Tabs(List.of(), List.of(text));
    }
    List<Problem> problems = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int column = lines[i].indexOf('\t');
      if (column >= 0) {
        problems.add(
            new Problem(
                file,
                i + 1,
                column + 1,
                "",
                "Here is a tab character.",
                "Use spaces: YAML does not take tabs as indentation."));
      }
    }
    List<String> repaired = new ArrayList<>();
    for (int width : LIKELY_WIDTHS) {
      repaired.add(expanded(lines, width));
    }
    return new Tabs(problems, repaired);
  }

  private static String expanded(String[] lines, int width) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      int column = 0;
      boolean indenting = true;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        indenting &= c == ' ' || c == '\t';
        int spaces = indenting ? width - column % width : 1;
        text.append(c == '\t' ? " ".repeat(spaces) : String.valueOf(c));
        column += c == '\t' ? spaces : 1;
      }
      text.append('\n');
    }
    return text.toString();
  }
}
