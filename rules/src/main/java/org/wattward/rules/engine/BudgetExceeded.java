package org.wattward.rules.engine;

import org.wattward.devices.WattwardException;

/** Thrown when a decision takes too long or fires too often; the last decision stays in force. */
public final class BudgetExceeded extends WattwardException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message a sentence with the bound
   */
  public BudgetExceeded(String message) {
    super(message);
  }
}
