package org.wattward.rules.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.rules.explain.RuleExplainer.Question;
import org.wattward.rules.facts.Fact;
import org.wattward.rules.facts.FactFactory;
import org.wattward.rules.facts.FactSchema;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RulePackage;

class RuleExplainerTest {
  private static final String LOCK = "In a high event a heat pump with warm hot water is locked";

  private static Fact fact(String type, Map<String, Object> values) {
    return FactFactory.make(FactSchema.type(type).orElseThrow(), values);
  }

  private static Explanation explain(String rule, Fact... facts) {
    RulePackage own =
        PackageLoader.own().stream()
            .filter(one -> one.name().equals("demand-response"))
            .findFirst()
            .orElseThrow();
    return RuleExplainer.explain(
            own.rules(), new Question(List.of(facts), own.values(Map.of()), Optional.empty()))
        .stream()
        .filter(explanation -> explanation.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itNamesTheComparisonThatKeptAHeatPumpFromBeingShedWithBothValuesAndUnits() {
    Explanation explanation =
        explain(
            LOCK,
            fact("DemandResponseEvent", Map.of("event", "e1", "active", true, "level", 2.0)),
            fact(
                "HeatPump",
                Map.of("device", "heatpump-01", "offersSgReady", true, "hotWaterTempC", 41.5)));

    assertThat(explanation.firings()).isZero();
    assertThat(explanation.misses().getFirst().facts()).containsExactly("HeatPump heatpump-01");
    assertThat(explanation.misses().getFirst().failed())
        .contains("hotWaterTempC >= hotWaterLeast: 41.5 °C against 42 °C");
  }

  @Test
  void itSaysThatThereIsNoEvent() {
    Explanation explanation =
        explain(LOCK, fact("HeatPump", Map.of("device", "heatpump-01", "offersSgReady", true)));

    assertThat(explanation.misses().getFirst().condition())
        .isEqualTo("there is no DemandResponseEvent");
  }

  @Test
  void itCountsHowOftenARuleFires() {
    Explanation explanation =
        explain(
            LOCK,
            fact("DemandResponseEvent", Map.of("event", "e1", "active", true, "level", 2.0)),
            fact("HeatPump", Map.of("device", "heatpump-01", "offersSgReady", true)),
            fact("HeatPump", Map.of("device", "heatpump-02", "offersSgReady", true)));

    assertThat(explanation.firings()).isEqualTo(2);
    assertThat(explanation.misses()).isEmpty();
  }

  @Test
  void itSaysWhichFactStandsInTheWay() {
    Explanation explanation =
        explain(
            LOCK,
            fact("DemandResponseEvent", Map.of("event", "e1", "active", true, "level", 2.0)),
            fact("HeatPump", Map.of("device", "heatpump-01", "offersSgReady", true)),
            fact(
                "Held",
                Map.of("condition", "high-event", "subject", "heatpump-01", "seconds", 7200.0)));

    assertThat(explanation.misses().getFirst().failed())
        .containsExactly("there is one: Held heatpump-01");
  }
}
