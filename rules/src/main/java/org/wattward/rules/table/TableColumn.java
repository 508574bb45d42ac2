package org.wattward.rules.table;

/** A column of a rule table. */
sealed interface TableColumn {
  /** Which, from 0. */
  int column();

  /**
   * A comparison.
   *
   * @param pattern the fact it belongs to; neighbours of one merged cell share it; empty when the
   *     snippet is a whole pattern
   * @param snippet the comparison with {@code $param} or {@code $1}, {@code $2} for the cell
   * @param row where the snippet stands
   */
  record Condition(int column, String pattern, String snippet, int row) implements TableColumn {}

  /** A conclusion with {@code $param} or {@code $1}, {@code $2} for the cell. */
  record Action(int column, String snippet) implements TableColumn {}

  /** The rules' sentences. */
  record Name(int column) implements TableColumn {}
}
