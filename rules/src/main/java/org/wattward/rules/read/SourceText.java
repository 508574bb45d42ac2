package org.wattward.rules.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wattward.devices.yaml.Problem;
import org.wattward.rules.tree.Place;

/** A rule file's text with the limits that hold before anything is parsed. */
final class SourceText {
  /** Most bytes in a file. */
  static final int MOST_BYTES = 64 * 1024;

  /** Most characters on a line. */
  static final int LONGEST_LINE = 500;

  private static final int MOST_PROBLEMS = 100;

  private final String name;
  private final List<String> lines;
  private final List<RuleProblem> problems = new ArrayList<>();

  SourceText(String name, String text) {
    this.name = name;
    if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      lines = List.of();
      add(1, 1, 1, "The file is larger than 64 KiB.", "Split it into several files.");
    } else {
      lines = text.lines().toList();
      checkLines();
      if (text.replace("\r\n", "\n").indexOf('\r') >= 0) {
        add(1, 1, 1, "A carriage return stands alone.", "End lines with a line feed.");
      }
    }
  }

  private void checkLines() {
    for (int i = 0; i < lines.size() && problems.size() < MOST_PROBLEMS; i++) {
      String line = lines.get(i);
      if (line.length() > LONGEST_LINE) {
        add(
            i + 1,
            LONGEST_LINE + 1,
            1,
            "The line has %d characters; %d are allowed.".formatted(line.length(), LONGEST_LINE),
            "Break it.");
      }
      checkCharacters(i + 1, line);
    }
  }

  private void checkCharacters(int number, String line) {
    for (int column = 0; column < line.length(); column++) {
      char character = line.charAt(column);
      if (character == '\\') {
        add(number, column + 1, 1, "A backslash is not allowed.", "Leave it out.");
        return;
      }
      if (!isAllowed(character)) {
        add(
            number,
            column + 1,
            1,
            "The character U+%04X is not allowed.".formatted((int) character),
            "Use printable characters only: letters, digits and usual signs.");
        return;
      }
    }
  }

  /** Printable: no control, format, surrogate, private or unassigned character. */
  private static boolean isAllowed(char character) {
    if (character < 0x7f) {
      return character >= ' ' || character == '\t';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  String name() {
    return name;
  }

  /** All that was found, in the order of the file. */
  List<RuleProblem> problems() {
    return problems.stream().sorted().limit(MOST_PROBLEMS).toList();
  }

  boolean isRight() {
    return problems.isEmpty();
  }

  void add(Place place, String message, String advice) {
    add(place.line(), place.column(), place.length(), message, advice);
  }

  void add(int line, int column, int length, String message, String advice) {
    String source = line <= lines.size() ? shortened(lines.get(line - 1)) : "";
    problems.add(
        new RuleProblem(new Problem(name, line, column, "", message, advice), source, length));
  }

  private static String shortened(String line) {
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
  }
}
