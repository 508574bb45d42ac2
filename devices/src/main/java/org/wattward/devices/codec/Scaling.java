package org.wattward.devices.codec;

import java.util.Locale;

/**
 * From a raw number to a value and back: {@code value = raw * scale * 10^exponent + offset}.
 *
 * <p>A scale such as 0.1 is applied as a division by 10, so that 2301 becomes 230.1 and not
 * 230.10000000000002.
 */
record Scaling(double scale, double offset) {
  /** The exponent of points without a scale register. */
  static final int NO_EXPONENT = 0;

  /** SunSpec scale factors go from -10 to 10. */
  static final int MAX_EXPONENT = 10;

  double toValue(double raw, int exponent) {
    double scaled = isInverse() ? raw / inverse() : raw * scale;
    return shift(scaled, exponent) + offset;
  }

  double toRaw(double value, int exponent) {
    double unshifted = shift(value - offset, -exponent);
    return isInverse() ? unshifted * inverse() : unshifted / scale;
  }

  private static double shift(double number, int exponent) {
    double power = Math.pow(10, Math.abs(exponent));
    return exponent < 0 ? number / power : number * power;
  }

  private double inverse() {
    return Math.rint(1 / scale);
  }

  private boolean isInverse() {
    return Math.abs(scale) < 1 && Math.abs(1 / scale - inverse()) < 1e-9 * Math.abs(inverse());
  }

  /** A number as it stands in sentences: 12500, 0.1, -3.25. */
  static String text(double number) {
    if (Math.rint(number) == number && Math.abs(number) < 1e15) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    return Double.toString(number);
  }
}
