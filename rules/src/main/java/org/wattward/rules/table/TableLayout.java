package org.wattward.rules.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.wattward.devices.yaml.Problem;
import org.wattward.rules.read.RuleProblem;

/**
 * Turns a sheet into rule text: {@code RuleSet}, {@code Import} and {@code Variables} with their
 * value in the next cell, then {@code RuleTable} with a row each of column kinds ({@code
 * CONDITION}, {@code ACTION}, {@code NAME}), of patterns, of snippets and of titles, and a rule in
 * every row below, up to the first empty one. For one sheet, once.
 */
final class TableLayout {
  private static final String TABLE = "ruletable";
  private static final Set<String> REFUSED =
      Set.of("functions", "queries", "declare", "unit", "sequential", "metadata");
  private static final int TITLE_ROWS = 4;

  private final String file;
  private final Grid grid;
  private final TableText text = new TableText();
  private final List<RuleProblem> problems = new ArrayList<>();

  TableLayout(String file, Grid grid) {
    this.file = file;
    this.grid = grid;
  }

  /** Reads the sheet; {@link #problems()} says what is wrong with its layout. */
  TableText read() {
    int row = 0;
    boolean named = false;
    while (row < grid.rows().size()) {
      int next = row + 1;
      for (int column = 0; column < grid.width(row); column++) {
        String keyword = Cells.bare(grid.cell(row, column)).toLowerCase(Locale.ROOT);
        named |= keyword.equals("ruleset");
        if (keyword.equals(TABLE) || keyword.startsWith(TABLE + " ")) {
          next = table(row, column);
          break;
        }
        keyword(keyword, row, column);
      }
      row = next;
    }
    if (!named) {
      refuse(0, 0, "The sheet has no RuleSet.", "Write RuleSet, and the package's name beside it.");
    } else if (text.isEmpty() && problems.isEmpty()) {
      refuse(0, 0, "The sheet has no rules.", "Write RuleTable with rules below.");
    }
    return text;
  }

  List<RuleProblem> problems() {
    return problems;
  }

  private void keyword(String keyword, int row, int column) {
    String value = Cells.bare(grid.cell(row, column + 1));
    switch (keyword) {
      case "ruleset" -> head("package " + value, row, column + 1);
      case "import" -> {
        for (String type : value.split(",", -1)) {
          head("import " + type.strip(), row, column + 1);
        }
      }
      case "variables" -> {
        for (String variable : value.split(",", -1)) {
          head("global " + variable.strip(), row, column + 1);
        }
      }
      default -> {
        if (REFUSED.contains(keyword)) {
          refuse(
              row,
              column,
              "\"%s\" is not allowed.".formatted(grid.cell(row, column)),
              "A table has RuleSet, Import, Variables and RuleTable.");
        }
      }
    }
  }

  /** The package stands first in a rule file, wherever it stands in the sheet. */
  private void head(String line, int row, int column) {
    text.head(new TableText.Line(line, row, column));
  }

  /** Reads a table and returns the first row after it. */
  private int table(int row, int start) {
    String prefix = Cells.bare(grid.cell(row, start)).substring(TABLE.length()).strip();
    List<TableColumn> columns = new ArrayList<>();
    if (row + TITLE_ROWS >= grid.rows().size()) {
      refuse(
          row,
          start,
          "The table has no rules.",
          "Below RuleTable stand four rows: kinds, patterns, snippets and titles; then the rules.");
      return grid.rows().size();
    }
    for (int column = start; column < grid.width(row + 1); column++) {
      column(row, column, columns);
    }
    int next = row + TITLE_ROWS + 1;
    while (next < grid.rows().size() && !isEmpty(next, start)) {
      String first = Cells.bare(grid.cell(next, start)).toLowerCase(Locale.ROOT);
      if (first.startsWith(TABLE)) {
        return next;
      }
      int current = next;
      new TableRow(grid, current, columns)
          .lines(
              "%s, row %d".formatted(prefix.isEmpty() ? "Table" : prefix, current + 1),
              (column, problem) -> refuse(current, column, problem.message(), problem.advice()))
          .ifPresent(text::rule);
      next++;
    }
    return next;
  }

  private boolean isEmpty(int row, int start) {
    for (int column = start; column < grid.width(row); column++) {
      if (!grid.cell(row, column).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void column(int row, int column, List<TableColumn> columns) {
    String kind = Cells.bare(grid.cell(row + 1, column)).toUpperCase(Locale.ROOT);
    String pattern = grid.cell(row + 2, column);
    String snippet = Cells.bare(grid.cell(row + 3, column));
    switch (kind) {
      case "" -> {}
      case "CONDITION", "C" ->
          columns.add(new TableColumn.Condition(column, pattern, snippet, row + 3));
      case "ACTION", "A" -> {
        columns.add(new TableColumn.Action(column, snippet));
        if (!pattern.isEmpty()) {
          refuse(
              row + 2,
              column,
              "An action has a pattern, \"%s\".".formatted(pattern),
              "Leave it empty; write insertLogical(new SetPoint(…)); below.");
        }
      }
      case "NAME", "N" -> columns.add(new TableColumn.Name(column));
      default ->
          refuse(
              row + 1,
              column,
              "\"%s\" is no kind of column here.".formatted(kind),
              "There are CONDITION, ACTION and NAME; rules have no priorities or other"
                  + " attributes.");
    }
  }

  private void refuse(int row, int column, String message, String advice) {
    problems.add(
        new RuleProblem(
            new Problem(file, row + 1, column + 1, grid.place(row, column), message, advice),
            "",
            1));
  }
}
