package org.wattward.rules.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Rule text made of a table, one condition or conclusion to a line, with the cell that each line
 * comes from.
 */
final class TableText {
  /** A chunk stays well below what a rule file may be. */
  private static final int CHUNK = 40 * 1024;

  private final List<Line> head = new ArrayList<>();
  private final List<List<Line>> rules = new ArrayList<>();

  /**
   * A line of rule text.
   *
   * @param text the line
   * @param row the row of its cell, from 0
   * @param column the column of its cell, from 0
   */
  record Line(String text, int row, int column) {}

  /**
   * A text that can be read as a rule file.
   *
   * @param lines its lines
   */
  record Chunk(List<Line> lines) {
    String text() {
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append(line.text()).append('\n'));
      return text.toString();
    }
  }

  void head(Line line) {
    head.add(line);
  }

  void rule(List<Line> lines) {
    rules.add(List.copyOf(lines));
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** As many texts as it takes; each begins with the head. */
  List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    List<Line> lines = new ArrayList<>(head);
    int size = 0;
    for (List<Line> rule : rules) {
      int more = rule.stream().mapToInt(line -> line.text().length() + 1).sum();
      if (size > 0 && size + more > CHUNK) {
        chunks.add(new Chunk(lines));
        lines = new ArrayList<>(head);
        size = 0;
      }
      lines.addAll(rule);
      size += more;
    }
    chunks.add(new Chunk(lines));
    return chunks;
  }
}
