package org.wattward.devices.template;

import java.time.Duration;
import java.util.Optional;

/**
 * What can be measured once a setpoint has its effect: a setpoint that was taken but that nothing
 * follows is worth nothing.
 *
 * @param point the power of the same device that follows, in W, import positive
 * @param relation how it follows
 * @param percentOf for setpoints in per cent: the point, in W, that is the whole
 * @param toleranceW how far the power may be off and still follow, W
 * @param within how long it may take
 */
public record Effect(
    String point,
    Relation relation,
    Optional<String> percentOf,
    double toleranceW,
    Duration within) {
  /** How a measured power follows a setpoint. */
  public enum Relation {
    /** It takes no more than the setpoint. */
    AT_MOST,
    /** It is the setpoint. */
    NEAR,
    /** It feeds in no more than the setpoint. */
    EXPORT_AT_MOST
  }

  /** Whether a power follows a setpoint that is given in W. */
  public boolean follows(double powerW, double setpointW) {
    return switch (relation) {
      case AT_MOST -> powerW <= setpointW + toleranceW;
      case NEAR -> Math.abs(powerW - setpointW) <= toleranceW;
      case EXPORT_AT_MOST -> -powerW <= setpointW + toleranceW;
    };
  }
}
