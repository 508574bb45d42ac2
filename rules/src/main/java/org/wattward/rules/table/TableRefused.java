package org.wattward.rules.table;

/** A table file that cannot be read at all; ends at {@link DecisionTable}. */
final class TableRefused extends Exception {
  private static final long serialVersionUID = 1L;
  private final String advice;

  TableRefused(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  String advice() {
    return advice;
  }
}
