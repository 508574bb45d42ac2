package org.wattward.devices.network;

/**
 * A two-winding transformer by its name plate (IEC 60076-1), with a tap changer on its high-voltage
 * side.
 *
 * @param id its id, unique among lines and transformers
 * @param highBus the bus of the higher voltage
 * @param lowBus the bus of the lower voltage
 * @param plate the name plate
 * @param tapPosition tap, 0 is neutral; a positive tap adds high-voltage turns and so lowers the
 *     voltage of the low side
 * @param tapStepPercent change of the ratio per tap
 * @param phaseShiftDeg by how much the low side lags the high side: 30 times the vector group's
 *     clock number
 * @param closed whether its switch on the high side is closed
 */
public record Transformer(
    String id,
    String highBus,
    String lowBus,
    NamePlate plate,
    int tapPosition,
    double tapStepPercent,
    double phaseShiftDeg,
    boolean closed) {
  public Transformer {
    if (highBus.equals(lowBus)) {
      throw new InvalidGrid("Transformer %s begins and ends at bus %s.".formatted(id, highBus));
    }
    if (!(1 + tapPosition * tapStepPercent / 100 > 0.5)) {
      throw new InvalidGrid(
          "Transformer %s stands on tap %d of %s %% each, which halves its voltage. Maybe the step is not in percent."
              .formatted(id, tapPosition, tapStepPercent));
    }
  }

  /**
   * What the name plate says.
   *
   * @param ratedPowerVa rated apparent power, above 0
   * @param ratedHighVoltageV rated voltage of the high winding, line-to-line
   * @param ratedLowVoltageV rated voltage of the low winding, line-to-line
   * @param shortCircuitVoltagePercent impedance voltage
   * @param copperLossW load loss at rated current
   * @param ironLossW no-load loss at rated voltage
   * @param noLoadCurrentPercent no-load current, per cent of the rated one
   */
  public record NamePlate(
      double ratedPowerVa,
      double ratedHighVoltageV,
      double ratedLowVoltageV,
      double shortCircuitVoltagePercent,
      double copperLossW,
      double ironLossW,
      double noLoadCurrentPercent) {
    public NamePlate {
      if (!(ratedPowerVa > 0 && ratedHighVoltageV > 0 && ratedLowVoltageV > 0)) {
        throw new InvalidGrid(
            "A transformer of %s VA, %s/%s V cannot be; all three must be above 0."
                .formatted(ratedPowerVa, ratedHighVoltageV, ratedLowVoltageV));
      }
      double resistancePercent = copperLossW / ratedPowerVa * 100;
      if (!(resistancePercent >= 0 && resistancePercent <= shortCircuitVoltagePercent)
          || shortCircuitVoltagePercent == 0) {
        throw new InvalidGrid(
            "A transformer of %s VA with %s W copper loss needs an impedance voltage of %.3f %% at least, and it has %s %%. Maybe the loss is in kW."
                .formatted(
                    ratedPowerVa, copperLossW, resistancePercent, shortCircuitVoltagePercent));
      }
      if (!(ironLossW >= 0 && noLoadCurrentPercent >= 0)) {
        throw new InvalidGrid(
            "Iron loss %s W and no-load current %s %% must not be negative."
                .formatted(ironLossW, noLoadCurrentPercent));
      }
    }
  }

  /** The same transformer on another tap. */
  public Transformer withTap(int position) {
    return new Transformer(
        id, highBus, lowBus, plate, position, tapStepPercent, phaseShiftDeg, closed);
  }

  /** The same transformer with its switch as given. */
  public Transformer withClosed(boolean nowClosed) {
    return new Transformer(
        id, highBus, lowBus, plate, tapPosition, tapStepPercent, phaseShiftDeg, nowClosed);
  }
}
