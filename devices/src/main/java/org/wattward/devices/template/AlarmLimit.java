package org.wattward.devices.template;

import java.time.Duration;

/**
 * A limit on a measured value: beyond it an alarm is raised (ISA-18.2).
 *
 * @param side on which side of it the value is alarming
 * @param value the limit, in the point's unit
 * @param deadband how far the value must come back before the alarm goes, in the point's unit; 0
 *     for none
 * @param onDelay how long it must be beyond before the alarm comes
 * @param offDelay how long it must be back before the alarm goes
 * @param priority how soon somebody must act
 * @param consequence what it leads to, a sentence
 * @param response what to do, a sentence
 */
public record AlarmLimit(
    Side side,
    double value,
    double deadband,
    Duration onDelay,
    Duration offDelay,
    Priority priority,
    String consequence,
    String response) {

  /** On which side of a limit a value is alarming. */
  public enum Side {
    /** A value greater than the limit. */
    ABOVE,
    /** A value less than the limit. */
    BELOW
  }

  /** How soon somebody must act. */
  public enum Priority {
    HIGH,
    MEDIUM,
    LOW
  }

  /**
   * Whether a value is alarming.
   *
   * @param was whether it was so before: then it must come back by the deadband
   */
  public boolean isBeyond(double measured, boolean was) {
    double back = was ? deadband : 0;
    return switch (side) {
      case ABOVE -> measured > value - back;
      case BELOW -> measured < value + back;
    };
  }
}
