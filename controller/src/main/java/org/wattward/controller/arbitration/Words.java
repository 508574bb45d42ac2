package org.wattward.controller.arbitration;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Wish;

/** How values, times and askers are said in the sentences of decisions. */
final class Words {
  private Words() {}

  /** A value with its unit: {@code 4200 W}, {@code 0.125 °C}. */
  static String value(double value, Unit unit) {
    String number = number(value);
    return unit == Unit.ONE || unit == Unit.COUNT ? number : number + " " + unit.symbol();
  }

  /** At most three decimals, no useless zeros, no exponent. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return value > 0 ? "any value" : "no value";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** A span of time as people say it: {@code 7.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  static String span(long nanos) {
    double seconds = Math.max(0, nanos) / 1e9;
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds).replace(".0 s", " s");
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return whole % 60 == 0 ? whole / 60 + " min" : whole / 60 + " min " + whole % 60 + " s";
    }
    long minutes = Math.round(whole / 60.0);
    return minutes % 60 == 0 ? minutes / 60 + " h" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  /** What a limit allows: {@code at most 4200 W}. */
  static String bounds(Wish.Limit limit, Unit unit) {
    boolean hasMin = limit.min() != Double.NEGATIVE_INFINITY;
    boolean hasMax = limit.max() != Double.POSITIVE_INFINITY;
    if (hasMin && hasMax) {
      return value(limit.min(), unit) + " to " + value(limit.max(), unit);
    }
    if (hasMin) {
      return "at least " + value(limit.min(), unit);
    }
    return hasMax ? "at most " + value(limit.max(), unit) : "any value";
  }

  /** Who asks, with the level: {@code the rule "Spare the feeder" (level 11)}. */
  static String asker(Request request) {
    return switch (request.source().kind()) {
      case RULE -> named("the rule", request);
      case SCHEDULE -> named("the schedule", request);
      case PROGRAM -> named("the program", request);
      case PERSON ->
          "the override by %s (level %d)".formatted(request.source().name(), request.level());
    };
  }

  /** The text with a capital letter first. */
  static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String named(String sort, Request request) {
    return "%s \"%s\" (level %d)".formatted(sort, request.source().name(), request.level());
  }
}
