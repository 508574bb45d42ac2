package org.wattward.rules.read;

import java.util.Map;
import java.util.Optional;

/** What to write instead of the things that DRL has and rule files may not have. */
final class Hints {
  private static final String NO_CODE =
      "Rules state conditions on facts and conclude; they cannot run code.";
  private static final String NO_ORDER =
      "Rules have no order and no options. State in the conditions when the rule shall be silent.";
  private static final String NO_TYPES =
      "Facts and conclusions are given; import them from org.wattward.rules.";
  private static final String NO_CHANGE = "Conclude with insertLogical(new …(…)); nothing else.";
  private static final String TEXTS_ARE_EQUAL_OR_NOT =
      "Compare texts with == or !=, or write in (\"a\", \"b\").";

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("eval", NO_CODE),
          Map.entry("from", "Patterns take facts of the zone; join them by a field instead."),
          Map.entry("function", NO_CODE),
          Map.entry("static", "Only facts and conclusions can be imported."),
          Map.entry("query", "State the condition in the rule itself."),
          Map.entry("declare", NO_TYPES),
          Map.entry("unit", NO_TYPES),
          Map.entry("extends", "Repeat the conditions in the rule."),
          Map.entry("dialect", "There is one language. Leave the line out."),
          Map.entry("salience", NO_ORDER),
          Map.entry("no", NO_ORDER),
          Map.entry("enabled", NO_ORDER),
          Map.entry("activation", NO_ORDER),
          Map.entry("agenda", NO_ORDER),
          Map.entry("ruleflow", NO_ORDER),
          Map.entry("lock", NO_ORDER),
          Map.entry("attributes", NO_ORDER),
          Map.entry("duration", "Use Held(condition == …, seconds >= …) for \"since\"."),
          Map.entry("timer", "Use Held(condition == …, seconds >= …) for \"since\"."),
          Map.entry("calendars", "Use Calendar(timeOfDayH >= …, weekend == false)."),
          Map.entry("date", "Use Calendar(month == …, dayOfMonth >= …)."),
          Map.entry("over", "Use Held(condition == …, seconds >= …) for \"since\"."),
          Map.entry("after", "Use Held(condition == …, seconds >= …) for \"since\"."),
          Map.entry("before", "Use Held(condition == …, seconds >= …) for \"since\"."),
          Map.entry("forall", "Say it with not: there is no fact that breaks it."),
          Map.entry("collect", "Use accumulate with count, sum, min, max or average."),
          Map.entry("groupby", "Use accumulate with count, sum, min, max or average."),
          Map.entry("init", "Use accumulate(pattern; $total : sum($value); $total > …)."),
          Map.entry("action", "Use accumulate(pattern; $total : sum($value); $total > …)."),
          Map.entry("result", "Use accumulate(pattern; $total : sum($value); $total > …)."),
          Map.entry("entry", "All facts of the zone are in one place."),
          Map.entry("or", "Write two rules, or || between comparisons."),
          Map.entry("and", "Conditions stand one after the other; all must hold."),
          Map.entry("else", "Write a second rule with the opposite condition."),
          Map.entry("if", "Write the condition under when."),
          Map.entry("do", "Write a second rule."),
          Map.entry("matches", TEXTS_ARE_EQUAL_OR_NOT),
          Map.entry("contains", TEXTS_ARE_EQUAL_OR_NOT),
          Map.entry("memberOf", TEXTS_ARE_EQUAL_OR_NOT),
          Map.entry("soundslike", TEXTS_ARE_EQUAL_OR_NOT),
          Map.entry("str", TEXTS_ARE_EQUAL_OR_NOT),
          Map.entry("null", "No field is ever null; ask its has… field."),
          Map.entry("insert", NO_CHANGE),
          Map.entry("modify", NO_CHANGE),
          Map.entry("update", NO_CHANGE),
          Map.entry("delete", NO_CHANGE),
          Map.entry("retract", NO_CHANGE),
          Map.entry("drools", NO_CHANGE),
          Map.entry("kcontext", NO_CHANGE),
          Map.entry("System", NO_CODE),
          Map.entry("Runtime", NO_CODE),
          Map.entry("@", "Annotations are not allowed. Leave them out."),
          Map.entry("{", NO_CODE),
          Map.entry("}", NO_CODE),
          Map.entry("[", NO_CODE),
          Map.entry("]", NO_CODE),
          Map.entry("'", "Write texts in double quotes."),
          Map.entry("\"", "The text is not closed; texts stand on one line in double quotes."),
          Map.entry("%", "Numbers are written without unit; they take the field's."),
          Map.entry("=", "Compare with ==."),
          Map.entry("&", "Write && for and."),
          Map.entry("|", "Write || for or."),
          Map.entry("#", "Comments begin with //."),
          Map.entry("_", "Names are of letters and digits: timeOfDayH."),
          Map.entry("?", "Write two rules."));

  private Hints() {}

  /** What to write instead of a word or sign, if it is one that DRL has and we do not. */
  static Optional<String> insteadOf(String word) {
    return Optional.ofNullable(INSTEAD.get(word));
  }
}
