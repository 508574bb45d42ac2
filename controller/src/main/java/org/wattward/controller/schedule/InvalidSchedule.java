package org.wattward.controller.schedule;

import org.wattward.devices.WattwardException;

/** Thrown when a schedule cannot be followed. */
public final class InvalidSchedule extends WattwardException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what is wrong and what would be right
   * @param cause what led to it
   */
  public InvalidSchedule(String message, Throwable cause) {
    super(message, cause);
  }
}
