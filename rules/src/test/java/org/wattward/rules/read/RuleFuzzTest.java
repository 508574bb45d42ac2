package org.wattward.rules.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.wattward.devices.quantity.Unit;
import org.wattward.rules.oracle.DroolsOracle;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.ParameterDeclaration;
import org.wattward.rules.packages.RulePackage;

/**
 * Whatever stands in a rule file: it is accepted or its mistakes are told, soon, and what is
 * accepted is taken by Drools' own compiler too.
 */
class RuleFuzzTest {
  private static final RuleContext CONTEXT = new RuleContext(parameters(), Optional.empty());

  /** Compiling takes a thousand times as long as reading, so only so many are compiled. */
  private static final AtomicInteger COMPILED = new AtomicInteger();

  private static final int MOST_COMPILED = Integer.getInteger("wattward.fuzz.compiled", 200);

  private static Map<String, Unit> parameters() {
    Map<String, Unit> parameters = new HashMap<>();
    for (RulePackage rules : PackageLoader.own()) {
      for (ParameterDeclaration parameter : rules.parameters()) {
        parameters.put(parameter.name(), parameter.unit());
      }
    }
    return parameters;
  }

  @FuzzTest(maxDuration = "30s")
  void aFileIsAcceptedAsDroolsWouldOrItsMistakesAreTold(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    switch (CpuTime.soon(() -> RuleReader.read("fuzz.drl", text, CONTEXT), text)) {
      case ReadOutcome.Refused(List<RuleProblem> problems) -> {
        assertThat(problems).isNotEmpty();
        for (RuleProblem problem : problems) {
          assertThat(problem.shown()).contains("fuzz.drl:").doesNotContain("java.", "antlr");
        }
      }
      case ReadOutcome.Accepted _ -> {
        if (COMPILED.incrementAndGet() <= MOST_COMPILED) {
          DroolsOracle.of("fuzz" + COMPILED.get(), List.of(text)).close();
        }
      }
    }
  }
}
