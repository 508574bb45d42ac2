package org.wattward.rules.conclusions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {
  @ParameterizedTest(name = "{0} is shown as {1}")
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "-0.001, 0",
    "1.5, 1.5",
    "1.234, 1.23",
    "9.999, 10",
    "-3.05, -3.05",
    "12.34, 12.3",
    "99.96, 100",
    "4200, 4200",
    "-12345.6, -12346",
    "1e15, 1.0E15"
  })
  void numbersAreShownWithAsManyDigitsAsAPersonReads(double value, String shown) {
    assertThat(Reason.of("{}", value)).isEqualTo(shown);
  }

  @Test
  void valuesStandWhereTheBracesStood() {
    assertThat(Reason.of("{} has {} W, {}", "pv-01", 5.0)).isEqualTo("pv-01 has 5 W, {}");
  }
}
