package org.wattward.rules.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.quantity.Unit;

class RuleReaderTest {
  private static final RuleContext CONTEXT =
      new RuleContext(
          Map.of("mostPower", Unit.KW, "share", Unit.ONE, "warm", Unit.CELSIUS), Optional.empty());

  private static final String HEAD =
      """
      package wattward.test
      import org.wattward.rules.facts.HeatPump
      import org.wattward.rules.facts.Battery
      import org.wattward.rules.facts.Calendar
      import org.wattward.rules.conclusions.SetPoint
      import org.wattward.rules.conclusions.Notice
      global Double mostPower
      global Double share
      global Double warm
      """;

  private static String rule(String when, String then) {
    return HEAD + "rule \"r\"\nwhen\n    " + when + "\nthen\n    " + then + "\nend\n";
  }

  private static String when(String when) {
    return rule(when, "insertLogical(new Notice(\"a\", \"b\"));");
  }

  private static String then(String then) {
    return rule(
        "HeatPump($device : device, hasPower, $power : powerW, offersPowerLimit, hasRatedPower,"
            + " $rated : ratedPowerW)",
        then);
  }

  private static List<String> problems(String text) {
    return switch (RuleReader.read("test.drl", text, CONTEXT)) {
      case ReadOutcome.Accepted _ -> List.of();
      case ReadOutcome.Refused(List<RuleProblem> problems) ->
          problems.stream().map(problem -> problem.problem().toString()).toList();
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "HeatPump(hasPower, powerW > 2000)",
        "HeatPump(hasPower, powerW / 1000 > mostPower)",
        "HeatPump(hasPower, hasRatedPower, powerW / ratedPowerW > share)",
        "HeatPump(hasSupplyTemp, hasReturnTemp, supplyTempC - returnTempC > 5)",
        "HeatPump(hasSupplyTemp, supplyTempC - 5 > warm)",
        "HeatPump(hasSupplyTemp, hasLift, supplyTempC - liftK < 20)",
        "HeatPump(hasLift, 20 - warm < liftK)",
        "HeatPump(!hasPower || (hasPower && powerW > 5))",
        "HeatPump(hasPower == true, powerW > 5)",
        "Calendar(timeOfDayH >= 23 || timeOfDayH < 5)",
        "HeatPump(device in (`heatpump-01`, `heatpump-02`))",
      })
  void whatIsRightIsAccepted(String condition) {
    assertThat(problems(when(condition.replace('`', '"')))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "HeatPump(hasPower, powrW > 5); HeatPump has no field powrW. Maybe powerW is meant.",
        "HeetPump(); There is no fact HeetPump. Maybe HeatPump is meant.",
        "HeatPump(powerW > 5); Ask first: HeatPump(hasPower, …).",
        "HeatPump(hasPower, hasSupplyTemp, powerW > supplyTempC); powerW is in W (power) and"
            + " supplyTempC in °C (temperature): they cannot be compared.",
        "HeatPump(hasPower, powerW > mostPower); powerW is in W (power) and mostPower in kW"
            + " (power)",
        "HeatPump(hasPower, hasLift, powerW + liftK > 5); they cannot be put together",
        "HeatPump(hasSupplyTemp, supplyTempC * 2.0 > 5); A temperature in °C cannot be multiplied",
        "HeatPump(hasPower, powerW > 5, powerW < 3); powerW < 3 can never hold together with powerW"
            + " > 5",
        "HeatPump(hasPower, !hasPower); can never hold",
        "HeatPump(device == 5); Compare like with like",
        "HeatPump(device > `a`); Compare it with == or !=.",
        "HeatPump(hasPower, powerW); powerW is a number and no condition.",
        "HeatPump(position / 2 > 1); whole numbers",
        "HeatPump(hasPower, powerW = 5); Compare with ==.",
        "HeatPump(device matches `x`); Compare texts with == or !=",
        "HeatPump(5 > 3); always the same",
        "HeatPump($a : device, $a : device); $a is bound already.",
        "HeatPump(device == $b); $b is not known here.",
        "Weather(); Weather is not imported.",
      })
  void whatIsWrongIsToldWithAdvice(String condition, String message) {
    assertThat(problems(when(condition.replace('`', '"'))))
        .singleElement()
        .asString()
        .startsWith("test.drl:")
        .contains(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "new SetPoint($device, `powerLimit`, $power, 60, `x`); ok",
        "new SetPoint($device, `powerLimit`, $rated * share, 60, `x`); ok",
        "new SetPoint($device, `powerLimit`, mostPower * 1000, 60, `x {}`, $power); ok",
        "new SetPoint($device, `powerLimit`, mostPower, 60, `x`); powerLimit takes W (power)",
        "new SetPoint($device, `powerLimit`, warm, 60, `x`); powerLimit takes W (power)",
        "new SetPoint($device, `dimLevel`, 5, 60, `x`); A heat-pump has no point dimLevel",
        "new SetPoint($device, `sgReady`, 1, 60, `x`); Ask first: HeatPump(offersSgReady, …).",
        "new SetPoint($device, `powerLimit`, 5, 0, `x`); Give seconds above 0.",
        "new SetPoint($device, `powerLimit`, 5, 60, `x {}`); Give one value for each {}.",
        "new SetPoint($device, `powerLimit`, 5, 60); SetPoint takes 5 values; 4 are given.",
        "new SetPoint(`a`, `powerLimit`, `b`, 60, `x`); a number is needed here",
        "new Nothing($device); Nothing cannot be concluded.",
      })
  void whatIsConcludedIsChecked(String conclusion, String message) {
    String text = then("insertLogical(" + conclusion.replace('`', '"') + ");");
    List<String> problems = problems(text);
    if (message.equals("ok")) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains(message);
    }
  }

  @Test
  void allProblemsOfAFileAreToldAtOnceAndOneRuleDoesNotHideAnother() {
    String text =
        HEAD
            + """
            rule "a"
            when
                HeatPump(powrW > 5, hasPower, powerW > device)
            then
                insertLogical(new Notice("a", "b"));
            end
            rule "b"
            when
                eval(true)
            then
                insertLogical(new Notice("a", "b"));
            end
            rule "c"
            when
                Battery(stateOfChargePercent > 5)
            then
                insertLogical(new Notice("a", "b"));
            end
            """;

    assertThat(problems(text))
        .hasSize(4)
        .anyMatch(problem -> problem.startsWith("test.drl:12:14"))
        .anyMatch(problem -> problem.contains("There is no fact eval. Rules state conditions"))
        .anyMatch(problem -> problem.contains("Ask first: Battery(hasStateOfCharge, …)."));
  }

  @Test
  void aProblemShowsItsLineWithACaret() {
    ReadOutcome outcome = RuleReader.read("test.drl", when("HeatPump(powrW > 5)"), CONTEXT);

    assertThat(outcome).isInstanceOf(ReadOutcome.Refused.class);
    assertThat(((ReadOutcome.Refused) outcome).problems().getFirst().shown())
        .isEqualTo(
            """
            test.drl:12:14: HeatPump has no field powrW. Maybe powerW is meant.
                  HeatPump(powrW > 5)
                           ^^^^^\
            """);
  }
}
