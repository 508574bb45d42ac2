package org.wattward.rules.table;

import java.util.List;

/**
 * A sheet's cells as texts.
 *
 * @param sheet the sheet's name; empty when the file has none
 * @param rows from the top, each from the left; empty texts where nothing stands
 */
record Grid(String sheet, List<List<String>> rows) {
  static final int MOST_ROWS = 2000;
  static final int MOST_COLUMNS = 100;
  static final int LONGEST_TEXT = 500;

  Grid {
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** A cell's text without blanks around it; empty outside of the sheet. Both count from 0. */
  String cell(int row, int column) {
    if (row < 0 || row >= rows.size() || column < 0 || column >= rows.get(row).size()) {
      return "";
    }
    return rows.get(row).get(column).strip();
  }

  int width(int row) {
    return rows.get(row).size();
  }

  /** How people name a cell: {@code B7}. */
  static String name(int row, int column) {
    StringBuilder letters = new StringBuilder();
    for (int rest = column; rest >= 0; rest = rest / 26 - 1) {
      letters.insert(0, (char) ('A' + rest % 26));
    }
    return letters.toString() + (row + 1);
  }

  /** The name with the sheet. */
  String place(int row, int column) {
    return sheet.isEmpty() ? name(row, column) : "%s!%s".formatted(sheet, name(row, column));
  }
}
