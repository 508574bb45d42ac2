package org.wattward.controller.why;

import java.util.Locale;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Wish;

/** Writes quantities the way people read them: {@code 4.2 kW}, {@code 21.5 °C}. */
public final class Amounts {
  private Amounts() {}

  /**
   * A value with its unit, three digits or so, powers and energies with a fitting prefix.
   *
   * @param value finite
   * @param unit its unit
   */
  public static String text(double value, Unit unit) {
    return switch (unit) {
      case W, VAR, VA, WH -> prefixed(value, unit.symbol());
      case ONE, COUNT -> number(value);
      default -> number(value) + " " + unit.symbol();
    };
  }

  /** What is wished for: a value, or a limit as people say it. */
  static String wish(Wish wish, Unit unit) {
    return switch (wish) {
      case Wish.Set set -> text(set.value(), unit);
      case Wish.Limit limit when Double.isInfinite(limit.min()) ->
          "at most " + text(limit.max(), unit);
      case Wish.Limit limit when Double.isInfinite(limit.max()) ->
          "at least " + text(limit.min(), unit);
      case Wish.Limit limit -> text(limit.min(), unit) + " to " + text(limit.max(), unit);
    };
  }

  private static String prefixed(double value, String symbol) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return number(value / 1e6) + " M" + symbol;
    }
    return size >= 1e3 ? number(value / 1e3) + " k" + symbol : number(value) + " " + symbol;
  }

  private static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.equals("-0") ? "0" : text;
  }
}
