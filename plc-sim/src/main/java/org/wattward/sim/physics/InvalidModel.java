package org.wattward.sim.physics;

import org.wattward.devices.WattwardException;

/** Thrown when parameters or data cannot describe a thing of this world. */
public final class InvalidModel extends WattwardException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message a sentence with names, values, units and advice
   */
  public InvalidModel(String message) {
    super(message);
  }
}
