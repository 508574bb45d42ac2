package org.wattward.devices.site;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wattward.devices.yaml.Problems;
import org.wattward.devices.yaml.YamlNode;

/**
 * Checks a cron expression in Quartz's notation field by field. Stricter in one thing: the second
 * is a number, since what shall happen more often than each minute is no matter for a schedule.
 */
record CronCheck(Problems problems) {
  private static final String NUMBER = "(\\d{1,4}|[A-Za-z]{3})";
  private static final Pattern ITEM =
      Pattern.compile("(?:\\*|" + NUMBER + "(?:-" + NUMBER + ")?)(?:/(\\d{1,4}))?");
  private static final Pattern SPECIAL_DAY =
      Pattern.compile("L|LW|L-([1-9]|[12]\\d)|([1-9]|[12]\\d|3[01])W");
  private static final Pattern SPECIAL_WEEKDAY = Pattern.compile(NUMBER + "(?:L|#[1-5])|L");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final List<Field> FIELDS =
      List.of(
          new Field("second", 0, 59, List.of()),
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day", 1, 31, List.of()),
          new Field("month", 1, 12, MONTHS),
          new Field("weekday", 1, 7, WEEKDAYS),
          new Field("year", 1970, 2099, List.of()));
  private static final int DAY = 3;
  private static final int WEEKDAY = 5;

  /** One of the expression's fields: its least and greatest number, and names from the least on. */
  private record Field(String name, int min, int max, List<String> names) {
    Optional<Integer> number(String text) {
      if (Character.isDigit(text.charAt(0))) {
        int number = Integer.parseInt(text);
        return number >= min && number <= max ? Optional.of(number) : Optional.empty();
      }
      int place = names.indexOf(text.toUpperCase(Locale.ROOT));
      return place < 0 ? Optional.empty() : Optional.of(min + place);
    }

    boolean accepts(String item) {
      Matcher matcher = ITEM.matcher(item);
      if (!matcher.matches()) {
        return false;
      }
      Optional<String> from = Optional.ofNullable(matcher.group(1));
      Optional<String> to = Optional.ofNullable(matcher.group(2));
      Optional<String> step = Optional.ofNullable(matcher.group(3));
      return from.flatMap(this::number).isPresent() == from.isPresent()
          && to.flatMap(this::number).isPresent() == to.isPresent()
          && step.map(Integer::parseInt).filter(n -> n < 1 || n > max).isEmpty();
    }

    String advice() {
      return names.isEmpty()
          ? "The %s is %d to %d.".formatted(name, min, max)
          : "The %s is %d to %d, or %s to %s."
              .formatted(name, min, max, names.getFirst(), names.getLast());
    }
  }

  void check(YamlNode node) {
    String text = node instanceof YamlNode.Scalar scalar ? scalar.value().strip() : "";
    List<String> fields = List.of(text.split("\\s+"));
    if ((fields.size() != 6 && fields.size() != 7)
        || fields.get(DAY).equals("?") == fields.get(WEEKDAY).equals("?")) {
      problems.add(
          node,
          "\"%s\" is no cron expression.".formatted(text),
          "Write second minute hour day month weekday, with ? for day or weekday: 0 0 22 * * ?.");
      return;
    }
    if (!fields.getFirst().matches("\\d{1,2}")) {
      problems.add(
          node,
          "\"%s\" would begin more often than each minute.".formatted(text),
          "Write one number for the second. What goes on all the time is a matter for rules.");
      return;
    }
    for (int i = 0; i < fields.size(); i++) {
      check(node, i, fields.get(i));
    }
  }

  private void check(YamlNode node, int place, String text) {
    Field field = FIELDS.get(place);
    boolean right =
        (text.equals("?") && (place == DAY || place == WEEKDAY))
            || (place == DAY && SPECIAL_DAY.matcher(text).matches())
            || (place == WEEKDAY && isSpecialWeekday(text, field))
            || List.of(text.split(",", -1)).stream().allMatch(field::accepts);
    if (!right) {
      problems.add(node, "The %s \"%s\" is none.".formatted(field.name(), text), field.advice());
    }
  }

  private static boolean isSpecialWeekday(String text, Field field) {
    Matcher matcher = SPECIAL_WEEKDAY.matcher(text);
    return matcher.matches()
        && (matcher.group(1) == null || field.number(matcher.group(1)).isPresent());
  }
}
