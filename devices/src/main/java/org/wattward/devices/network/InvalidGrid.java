package org.wattward.devices.network;

import org.wattward.devices.WattwardException;

/** Thrown when data do not describe an electric network that can be calculated. */
public final class InvalidGrid extends WattwardException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message a sentence with names, values, units and advice
   */
  public InvalidGrid(String message) {
    super(message);
  }
}
