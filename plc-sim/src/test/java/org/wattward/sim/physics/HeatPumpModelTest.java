package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatPumpModelTest {
  private static final HeatPumpDesign AIR = HeatPumpDesign.air(3000);

  @Test
  void itRunsAtWhatIsWishedAndGivesHeatByItsCurve() {
    HeatPumpModel pump = new HeatPumpModel(AIR);
    pump.step(60, 2000, 0, 40);
    assertThat(pump.running()).isTrue();
    assertThat(pump.electricW()).isEqualTo(2008);
    assertThat(pump.heatW()).isCloseTo(2000 * 0.85 * 3.0584, within(1e-9));
    assertThat(pump.starts()).isOne();
  }

  @ParameterizedTest(name = "wished {0} W: compressor {1} W")
  @CsvSource({"0, 0", "899, 0", "900, 900", "1500, 1500", "3000, 3000", "9000, 3000"})
  void itModulatesBetweenItsLeastAndItsRatedPower(double wishedW, double compressorW) {
    HeatPumpModel pump = new HeatPumpModel(AIR);
    pump.step(60, wishedW, 5, 35);
    assertThat(pump.electricW() - AIR.standbyW()).isEqualTo(compressorW);
  }

  @Test
  void anOnOffMachineKnowsOnlyItsRatedPower() {
    HeatPumpModel pump = new HeatPumpModel(AIR.downTo(3000));
    pump.step(60, 2999, 5, 35);
    assertThat(pump.running()).isFalse();
    pump.step(60, 3000, 5, 35);
    assertThat(pump.electricW()).isEqualTo(3008);
  }

  @Test
  void itRunsAndRestsAtLeastAsLongAsItMust() {
    HeatPumpModel pump = new HeatPumpModel(AIR);
    pump.step(60, 2000, 5, 35);
    for (int minute = 1; minute < 5; minute++) {
      pump.step(60, 0, 5, 35);
      assertThat(pump.running()).as("minute %d", minute).isTrue();
      assertThat(pump.electricW()).isEqualTo(908);
    }
    pump.step(60, 0, 5, 35);
    assertThat(pump.running()).isFalse();
    for (int minute = 1; minute < 5; minute++) {
      pump.step(60, 2000, 5, 35);
      assertThat(pump.running()).as("rest minute %d", minute).isFalse();
    }
    pump.step(60, 2000, 5, 35);
    assertThat(pump.running()).isTrue();
    assertThat(pump.starts()).isEqualTo(2);
  }

  @Test
  void withoutFlowItStopsAtOnceAndRestsAsLongAsItMust() {
    HeatPumpModel pump = new HeatPumpModel(AIR);
    pump.step(60, 2000, 5, 35);
    pump.halt(60);
    assertThat(pump.running()).isFalse();
    assertThat(pump.heatW()).isZero();
    assertThat(pump.sourceHeatW()).isZero();
    assertThat(pump.electricW()).isEqualTo(8);
    for (int minute = 1; minute < 5; minute++) {
      pump.step(60, 2000, 5, 35);
      assertThat(pump.running()).as("rest minute %d", minute).isFalse();
    }
    pump.step(60, 2000, 5, 35);
    assertThat(pump.running()).isTrue();
  }

  @Test
  void aSinkTooHotOrASourceTooColdStopsItAtOnce() {
    HeatPumpModel pump = new HeatPumpModel(AIR);
    pump.step(60, 2000, 5, 35);
    pump.step(60, 2000, 5, 63);
    assertThat(pump.running()).isFalse();
    assertThat(pump.heatW()).isZero();
    HeatPumpModel cold = new HeatPumpModel(AIR);
    cold.step(60, 2000, -23, 35);
    assertThat(cold.running()).isFalse();
  }

  @Test
  void belowItsLeastLiftTheCopDoesNotRise() {
    HeatPumpModel pump = new HeatPumpModel(HeatPumpDesign.booster(100e3));
    assertThat(pump.effectiveCop(40, 50)).isEqualTo(pump.effectiveCop(35, 50));
    assertThat(pump.effectiveCop(26, 82)).isCloseTo(3.171, within(1e-3));
  }

  @ParameterizedTest(name = "source {0} °C: {1} of the heat")
  @CsvSource({"-20, 0", "-8, 0", "-3, 0.05", "2, 0.10", "4.5, 0.05", "7, 0", "15, 0"})
  void defrostingCostsMostJustAboveFreezing(double sourceC, double share) {
    HeatPumpDesign bare =
        new HeatPumpDesign(new CopCurve.Carnot(0.45, 15), 3000, 0.3, 0, 15, 0, 60, -25, 0, 0);
    double dry = new HeatPumpModel(bare).effectiveCop(sourceC, 40);
    double moist = new HeatPumpModel(bare.withDefrost(0.1)).effectiveCop(sourceC, 40);
    assertThat(1 - moist / dry).isCloseTo(share, within(1e-12));
  }

  @Test
  void theEnergyOfAYearClosesToABillionth() {
    Random random = new Random(11);
    HeatPumpModel pump = new HeatPumpModel(AIR);
    EnergyBook book = new EnergyBook(0);
    for (int minute = 0; minute < 365 * 1440; minute++) {
      double wishedW = random.nextInt(40) == 0 ? 0 : random.nextInt(4000);
      double sourceC = 10 + 12 * Math.sin(minute / 80_000.0) + random.nextGaussian();
      pump.step(60, wishedW, sourceC, 45);
      book.in(pump.electricW() * 60);
      book.in(pump.sourceHeatW() * 60);
      book.out(pump.heatW() * 60);
      book.out(AIR.standbyW() * 60);
      assertThat(pump.sourceHeatW()).isNotNegative();
    }
    book.closes(0);
    assertThat(pump.starts()).isPositive();
  }
}
