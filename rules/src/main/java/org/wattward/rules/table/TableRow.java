package org.wattward.rules.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A row of a rule table, which is a rule. An empty cell leaves its comparison or conclusion out,
 * and a pattern with no comparison left is left out too.
 */
record TableRow(Grid grid, int row, List<TableColumn> columns) {
  /** What is wrong with a cell. */
  record Wrong(String message, String advice) {}

  /** The rule's lines, or nothing when a cell cannot be used. */
  Optional<List<TableText.Line>> lines(String otherwise, BiConsumer<Integer, Wrong> wrong) {
    List<TableText.Line> lines = new ArrayList<>();
    List<Integer> bad = new ArrayList<>();
    BiConsumer<Integer, Wrong> noted =
        (column, what) -> {
          bad.add(column);
          wrong.accept(column, what);
        };
    int first = columns.isEmpty() ? 0 : columns.getFirst().column();
    lines.add(new TableText.Line("rule \"%s\"".formatted(name(otherwise, noted)), row, first));
    lines.add(new TableText.Line("when", row, first));
    conditions(lines, noted);
    lines.add(new TableText.Line("then", row, first));
    actions(lines, noted);
    lines.add(new TableText.Line("end", row, first));
    return bad.isEmpty() ? Optional.of(lines) : Optional.empty();
  }

  private String name(String otherwise, BiConsumer<Integer, Wrong> wrong) {
    for (TableColumn column : columns) {
      String cell = grid.cell(row, column.column());
      if (column instanceof TableColumn.Name && !cell.isEmpty()) {
        if (!Cells.isSentence(cell)) {
          wrong.accept(
              column.column(),
              new Wrong("The name has quotes or more than 200 characters.", "Write a sentence."));
        }
        return cell;
      }
    }
    return otherwise;
  }

  private void conditions(List<TableText.Line> lines, BiConsumer<Integer, Wrong> wrong) {
    List<TableColumn.Condition> all =
        columns.stream()
            .filter(TableColumn.Condition.class::isInstance)
            .map(TableColumn.Condition.class::cast)
            .toList();
    for (int i = 0; i < all.size(); i++) {
      TableColumn.Condition head = all.get(i);
      int end = i + 1;
      boolean merged = head.pattern().endsWith(Cells.MERGED);
      while (merged && end < all.size() && all.get(end).pattern().equals(head.pattern())) {
        end++;
      }
      pattern(all.subList(i, end), lines, wrong);
      i = end - 1;
    }
  }

  private void pattern(
      List<TableColumn.Condition> group,
      List<TableText.Line> lines,
      BiConsumer<Integer, Wrong> wrong) {
    List<TableText.Line> comparisons = new ArrayList<>();
    for (TableColumn.Condition condition : group) {
      String cell = grid.cell(row, condition.column());
      if (!cell.isEmpty() && isUsable(condition.column(), cell, wrong)) {
        comparisons.add(
            new TableText.Line(Cells.filled(comparison(condition), cell), row, condition.column()));
      }
    }
    if (comparisons.isEmpty()) {
      return;
    }
    String pattern = Cells.bare(group.getFirst().pattern());
    if (pattern.isEmpty()) {
      lines.addAll(comparisons);
      return;
    }
    lines.add(new TableText.Line(pattern + "(", row, group.getFirst().column()));
    for (int i = 0; i < comparisons.size(); i++) {
      TableText.Line line = comparisons.get(i);
      String comma = i + 1 < comparisons.size() ? "," : ")";
      lines.add(new TableText.Line(line.text() + comma, line.row(), line.column()));
    }
  }

  /** A field alone is compared for equality, one with an operator by it, both with a text. */
  private static String comparison(TableColumn.Condition condition) {
    String snippet = condition.snippet();
    if (condition.pattern().isEmpty() || Cells.hasPlace(snippet)) {
      return snippet;
    }
    if (snippet.endsWith("?")) {
      String bare = snippet.substring(0, snippet.length() - 1).strip();
      return isOperated(bare) ? bare + " $param" : bare + " == $param";
    }
    return isOperated(snippet) ? snippet + " \"$param\"" : snippet + " == \"$param\"";
  }

  private static boolean isOperated(String snippet) {
    return snippet.matches(".*(==|!=|<|>|<=|>=)\\s*");
  }

  private void actions(List<TableText.Line> lines, BiConsumer<Integer, Wrong> wrong) {
    for (TableColumn column : columns) {
      String cell = grid.cell(row, column.column());
      if (column instanceof TableColumn.Action action
          && !cell.isEmpty()
          && isUsable(action.column(), cell, wrong)) {
        lines.add(new TableText.Line(Cells.filled(action.snippet(), cell), row, action.column()));
      }
    }
  }

  private static boolean isUsable(int column, String cell, BiConsumer<Integer, Wrong> wrong) {
    if (Cells.isValue(cell)) {
      return true;
    }
    String shown = cell.length() > 60 ? cell.substring(0, 60) + "…" : cell;
    wrong.accept(
        column,
        new Wrong(
            "\"%s\" is no value.".formatted(shown.replaceAll("\\p{Cntrl}", " ")),
            "Write a number, a word, a parameter's name or a text, or several with commas; code"
                + " stands in the snippet above."));
    return false;
  }
}
