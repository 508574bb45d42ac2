package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopCurveTest {
  private static final String TABLE = "benchmarks/heat_pump_cop_reference.json";

  @Test
  void theCurvesGiveThePublishedTable() {
    for (Json row : Json.read(TABLE).list("table")) {
      CopCurve.When2Heat curve =
          switch (row.text("source")) {
            case "ASHP" -> CopCurve.When2Heat.AIR;
            case "GSHP" -> CopCurve.When2Heat.GROUND;
            case "WSHP" -> CopCurve.When2Heat.WATER;
            default -> throw new AssertionError(row.text("source"));
          };
      double liftK = row.number("delta_T_K");
      // The file has five decimals, rounded, so 1e-6 means half of its last digit.
      assertThat(curve.laboratoryCop(liftK)).isCloseTo(row.number("cop_curve"), within(5.001e-6));
      assertThat(curve.cop(0, liftK))
          .isCloseTo(row.number("cop_corrected_x0.85"), within(5.001e-6));
    }
  }

  @ParameterizedTest(name = "{0} at a lift of {1} K: {2}")
  @CsvSource({
    // By hand from the coefficients, exact.
    "AIR, 40, 3.0584",
    "AIR, 10, 4.7729",
    "AIR, 43, 2.891636",
    "GROUND, 35, 4.61545",
    "WATER, 45, 3.298725",
    "WATER, 60, 2.1924"
  })
  void theCurvesAreExactToAMillionth(CopCurve.When2Heat curve, double liftK, double cop) {
    assertThat(curve.laboratoryCop(liftK)).isCloseTo(cop, within(1e-6));
  }

  @Test
  void theCarnotShareGivesThePublishedPlants() {
    for (Json plant : Json.read(TABLE).list("carnot_examples")) {
      for (double factor : new double[] {0.4, 0.5, 0.6}) {
        double cop =
            new CopCurve.Carnot(factor, 5).cop(plant.number("source_C"), plant.number("sink_C"));
        assertThat(cop).isCloseTo(plant.number("cop_" + factor), within(5.1e-4));
      }
    }
  }

  @Test
  void aClaimNoMachineReachesIsRefused() {
    assertThatThrownBy(() -> new CopCurve.Carnot(0.75, 15))
        .isInstanceOf(InvalidModel.class)
        .hasMessageContaining("0.75");
  }

  @Test
  void theCopNeverRisesWithTheLift() {
    for (CopCurve.When2Heat curve : CopCurve.When2Heat.values()) {
      for (double liftK = 0; liftK < 150; liftK++) {
        assertThat(curve.cop(0, liftK + 1)).isLessThanOrEqualTo(curve.cop(0, liftK));
        assertThat(curve.cop(0, liftK)).isGreaterThanOrEqualTo(1);
      }
    }
  }
}
