package org.wattward.controller.record;

import org.wattward.devices.WattwardException;

/** Thrown when the database does not answer a question. */
public final class RecordUnavailable extends WattwardException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what was asked and why it failed
   * @param cause the database's own fault
   */
  public RecordUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
