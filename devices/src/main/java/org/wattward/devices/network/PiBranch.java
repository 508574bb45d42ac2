package org.wattward.devices.network;

/**
 * A branch as a pi equivalent with an ideal transformer at its "from" end, per unit on 1 MVA and
 * the nominal voltage of the "to" bus.
 *
 * <p>{@code i_from = (series + shunt)/ratio² · v_from − series/ratio · v_to} and {@code i_to =
 * −series/ratio · v_from + (series + shunt) · v_to}; the phase shift is taken out of the equations
 * and added to the angles afterwards.
 *
 * @param seriesG series conductance
 * @param seriesB series susceptance
 * @param shuntG shunt conductance at each end
 * @param shuntB shunt susceptance at each end
 * @param ratio of the ideal transformer
 * @param shiftRad by how much the "to" side lags
 * @param coreG conductance of the iron core at the middle of a T equivalent, 0 for a line
 * @param coreFactor squared magnitude by which the sum of both voltages gives that of the core
 */
record PiBranch(
    double seriesG,
    double seriesB,
    double shuntG,
    double shuntB,
    double ratio,
    double shiftRad,
    double coreG,
    double coreFactor) {
  /** Base power of all per-unit values. */
  static final double BASE_VA = 1e6;

  static PiBranch of(Line line, double nominalVoltageV) {
    double baseOhm = nominalVoltageV * nominalVoltageV / BASE_VA;
    double r = line.resistanceOhm() / baseOhm;
    double x = line.reactanceOhm() / baseOhm;
    double square = r * r + x * x;
    double shuntB = line.susceptanceS() * baseOhm / 2;
    return new PiBranch(r / square, -x / square, 0, shuntB, 1, 0, 0, 0);
  }

  /**
   * The T equivalent (half the impedance on either side of the core) turned into an equal pi by the
   * star-delta transformation. Source for the choice: the published results this is tested against
   * were made with it; a plain pi puts half the core at either end and differs in the fifth digit.
   */
  static PiBranch of(Transformer transformer, double highNominalV, double lowNominalV) {
    Transformer.NamePlate plate = transformer.plate();
    double lowRatio = plate.ratedLowVoltageV() / lowNominalV;
    double ratedPu = plate.ratedPowerVa() / BASE_VA;
    double z = plate.shortCircuitVoltagePercent() / 100 / ratedPu * lowRatio * lowRatio;
    double r = plate.copperLossW() / plate.ratedPowerVa() / ratedPu * lowRatio * lowRatio;
    double x = Math.sqrt(Math.max(0, z * z - r * r));

    double y = plate.noLoadCurrentPercent() / 100 * ratedPu;
    double g = plate.ironLossW() / BASE_VA;
    double b = -Math.sqrt(Math.max(0, y * y - g * g));
    g /= lowRatio * lowRatio;
    b /= lowRatio * lowRatio;

    // Star-delta with two arms z/2 and the core y between: series = z + z²·y/4, each shunt
    // 1/(z/2 + 2/y) = y/(2 + z·y/2).
    double zyRe = r * g - x * b;
    double zyIm = r * b + x * g;
    double seriesR = r + (r * zyRe - x * zyIm) / 4;
    double seriesX = x + (r * zyIm + x * zyRe) / 4;
    double seriesSquare = seriesR * seriesR + seriesX * seriesX;
    double denRe = 2 + zyRe / 2;
    double denIm = zyIm / 2;
    double denSquare = denRe * denRe + denIm * denIm;

    double tap = 1 + transformer.tapPosition() * transformer.tapStepPercent() / 100;
    double ratio = plate.ratedHighVoltageV() * tap / highNominalV / lowRatio;
    return new PiBranch(
        seriesR / seriesSquare,
        -seriesX / seriesSquare,
        (g * denRe + b * denIm) / denSquare,
        (b * denRe - g * denIm) / denSquare,
        ratio,
        Math.toRadians(transformer.phaseShiftDeg()),
        g,
        1 / denSquare);
  }

  /**
   * What the branch looks like from one end while its other end is open: the shunt of the near end
   * in parallel with the far one behind the series impedance; conductance, then susceptance, on the
   * side of the "to" bus.
   */
  double[] openEnded() {
    double sumG = seriesG + shuntG;
    double sumB = seriesB + shuntB;
    double square = sumG * sumG + sumB * sumB;
    double productG = seriesG * shuntG - seriesB * shuntB;
    double productB = seriesG * shuntB + seriesB * shuntG;
    return new double[] {
      shuntG + (productG * sumG + productB * sumB) / square,
      shuntB + (productB * sumG - productG * sumB) / square
    };
  }
}
