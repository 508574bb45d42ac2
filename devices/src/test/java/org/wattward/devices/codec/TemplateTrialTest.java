package org.wattward.devices.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wattward.devices.template.TemplateReader;
import org.wattward.devices.template.Templates;

class TemplateTrialTest {
  private static final Templates BUNDLED = Templates.bundled();

  static Stream<String> ids() {
    return BUNDLED.ids().stream();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void theTemplatesOfTheProgramHaveNoProblems(String id) {
    assertThat(new TemplateTrial(BUNDLED.find(id).orElseThrow()).problems()).isEmpty();
  }

  @Test
  void aLimitThatItsRegisterCannotHoldIsNoticed() {
    String yaml =
        """
        id: trial
        title: Trial
        kind: heat-pump
        protocol: modbus
        source: a test
        points:
          powerLimit:
            range: [0 W, 100 kW]
            register: {holding: 1, type: uint16, scale: 0.1}
            write: {range: [0 W, 100 kW], safe: 0 W, relinquishDefault: 0 W}
        """;
    assertThat(new TemplateTrial(TemplateReader.read("trial.yaml", yaml)).problems())
        .singleElement()
        .asString()
        .contains("powerLimit", "100000");
  }

  @Test
  void wordsAreDecodedWithTheirUnit() {
    TemplateTrial trial = new TemplateTrial(BUNDLED.find("eastron-sdm120").orElseThrow());
    assertThat(trial.decoded("power", "4366 3333")).startsWith("230.19").endsWith(" W");
    assertThat(trial.decoded("power", "43")).contains("2 words");
    assertThat(trial.decoded("nonsense", "4366")).contains("no registers");
  }
}
