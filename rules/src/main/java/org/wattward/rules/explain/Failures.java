package org.wattward.rules.explain;

import java.util.List;
import java.util.Locale;
import org.wattward.rules.tree.Expr;
import org.wattward.rules.tree.ExprWalk;

/** Puts failed comparisons into words, with both values and their units. */
final class Failures {
  private Failures() {}

  /** Adds what failed of a condition; nothing when it holds. */
  static void add(Expr.OfSwitch condition, Values values, List<String> failed) {
    if (values.test(condition)) {
      return;
    }
    switch (condition) {
      case Expr.All all -> all.of().forEach(part -> add(part, values, failed));
      case Expr.Any any -> {
        any.of().forEach(part -> add(part, values, failed));
      }
      case Expr.CompareNumbers compare -> failed.add(compare(compare, values));
      case Expr.CompareTexts compare ->
          failed.add(
              "%s: \"%s\" against \"%s\""
                  .formatted(
                      compare.place().text(),
                      values.text(compare.left()),
                      values.text(compare.right())));
      case Expr.NumberAmong among ->
          failed.add(
              "%s: it is %s"
                  .formatted(among.place().text(), shown(among.of(), among.of(), values)));
      case Expr.TextAmong among ->
          failed.add("%s: it is \"%s\"".formatted(among.place().text(), values.text(among.of())));
      case Expr.SwitchField field -> failed.add("%s is false".formatted(field.place().text()));
      case Expr.Opposite opposite ->
          failed.add(
              "%s: %s is true".formatted(opposite.place().text(), opposite.of().place().text()));
      case Expr.CompareSwitches compare ->
          failed.add("%s does not hold".formatted(compare.place().text()));
      case Expr.Truth truth -> failed.add("%s never holds".formatted(truth.place().text()));
    }
  }

  private static String compare(Expr.CompareNumbers compare, Values values) {
    boolean unknown = ExprWalk.fields(compare).anyMatch(field -> !values.isKnown(field));
    return unknown
        ? "%s: not known".formatted(compare.place().text())
        : "%s: %s against %s"
            .formatted(
                compare.place().text(),
                shown(compare.left(), compare.right(), values),
                shown(compare.right(), compare.left(), values));
  }

  /** The value with its unit; a written number takes the other side's. */
  private static String shown(Expr.OfNumber number, Expr.OfNumber other, Values values) {
    String unit =
        number.quantity().isFree() ? other.quantity().symbol() : number.quantity().symbol();
    String bare = unit.equals("1") || unit.equals("count") ? "" : unit;
    double value = values.number(number);
    String digits =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? String.valueOf((long) value)
            : String.format(Locale.ROOT, "%.6g", value).replaceFirst("0+$", "");
    return (digits + " " + bare).strip();
  }
}
