package org.wattward.devices.network;

/**
 * What a meter in the grid shows.
 *
 * @param meter the meter's id
 * @param quantity what it shows
 * @param place a bus's id, or that of a line or transformer for the {@code THROUGH} quantities
 * @param value in W, var or line-to-line V
 * @param classPercent its accuracy class: the most it may be wrong by, in per cent of the value
 * @param fullScale the largest value it is made for; below a twentieth of it the permitted error
 *     stays that of the twentieth (IEC 62053-21: classes hold from 5 % of the basic current up)
 */
public record MeterValue(
    String meter,
    Quantity quantity,
    String place,
    double value,
    double classPercent,
    double fullScale) {
  public MeterValue {
    if (!Double.isFinite(value) || !(classPercent > 0) || !(fullScale > 0)) {
      throw new InvalidGrid(
          "Meter %s shows %s with class %s %% and full scale %s; class and full scale must be above 0."
              .formatted(meter, value, classPercent, fullScale));
    }
  }

  /** What a meter shows. */
  public enum Quantity {
    /** Active power drawn at a bus; negative: fed in. */
    POWER_AT_BUS,
    /** Reactive power drawn at a bus. */
    REACTIVE_POWER_AT_BUS,
    /** Voltage of a bus, line to line. */
    VOLTAGE_AT_BUS,
    /** Active power that leaves a branch at its "to" or low-voltage end. */
    POWER_THROUGH,
    /** Reactive power that leaves a branch at its "to" or low-voltage end. */
    REACTIVE_POWER_THROUGH
  }

  /** Standard deviation of an error spread evenly over what the class permits. */
  double deviation() {
    double most = classPercent / 100 * Math.max(Math.abs(value), fullScale / 20);
    return most / Math.sqrt(3);
  }
}
