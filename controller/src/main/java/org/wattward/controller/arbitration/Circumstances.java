package org.wattward.controller.arbitration;

import java.util.Optional;

/**
 * What other points mean for one.
 *
 * @param blocked why it may not leave its value of rest, if it may not
 * @param full why it must wait for others that changed, if it must
 */
public record Circumstances(Optional<Blocked> blocked, Optional<Full> full) {
  /** The point stands for itself. */
  public static final Circumstances NONE = new Circumstances(Optional.empty(), Optional.empty());

  /**
   * An interlock does not allow the point to leave its value of rest.
   *
   * @param rest that value, in the point's unit
   * @param why a sentence
   */
  public record Blocked(double rest, String why) {}

  /**
   * As many of a fleet as may change at a time have done so.
   *
   * @param untilNanos when the next may, on the monotonic clock
   * @param why a sentence
   */
  public record Full(long untilNanos, String why) {}
}
