package org.wattward.devices.network;

import java.util.OptionalDouble;

/**
 * Where lines and transformers meet and devices connect.
 *
 * @param id its id, unique in the grid
 * @param nominalVoltageV line-to-line, above 0
 * @param slackVoltagePu the voltage the upstream grid holds here, per unit of the nominal one, if
 *     this is a feeding bus
 */
public record Bus(String id, double nominalVoltageV, OptionalDouble slackVoltagePu) {
  public Bus {
    if (!(nominalVoltageV > 0) || !Double.isFinite(nominalVoltageV)) {
      throw new InvalidGrid(
          "Bus %s has a nominal voltage of %s V; it must be above 0."
              .formatted(id, nominalVoltageV));
    }
    double slack = slackVoltagePu.orElse(1);
    if (!(slack > 0.5 && slack < 1.5)) {
      throw new InvalidGrid(
          "Bus %s is fed with %s per unit; 0.5 to 1.5 make sense. Maybe the value is in volts."
              .formatted(id, slack));
    }
  }

  /** A bus that is fed from elsewhere. */
  public static Bus of(String id, double nominalVoltageV) {
    return new Bus(id, nominalVoltageV, OptionalDouble.empty());
  }

  /** A bus at which the upstream grid holds the voltage. */
  public static Bus slack(String id, double nominalVoltageV, double slackVoltagePu) {
    return new Bus(id, nominalVoltageV, OptionalDouble.of(slackVoltagePu));
  }
}
