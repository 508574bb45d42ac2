package org.wattward.devices;

/** The root of all faults of the product. An expected "no" is a result, not one of these. */
public class WattwardException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message a sentence with names, values, units and advice
   */
  public WattwardException(String message) {
    super(message);
  }

  /**
   * Makes one with its cause.
   *
   * @param message a sentence with names, values, units and advice
   * @param cause what led to it
   */
  public WattwardException(String message, Throwable cause) {
    super(message, cause);
  }
}
