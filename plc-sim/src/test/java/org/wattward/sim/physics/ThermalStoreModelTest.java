package org.wattward.sim.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ThermalStoreModelTest {
  private static final ThermalStoreModel.Design DESIGN = ThermalStoreModel.Design.usual(10, 20);

  @Test
  void chargingPushesTheColdOutAtTheBottom() {
    ThermalStoreModel store = new ThermalStoreModel(DESIGN, 40);
    // Half of its water in 5000 s.
    for (int minute = 0; minute < 50; minute++) {
      store.step(100, 1, 80, 0, 0, 20);
    }
    assertThat(store.topC()).isGreaterThan(79);
    assertThat(store.bottomC()).isLessThan(41);
    assertThat(store.storedWh(40) / (10_000 * 4180 * 40.0 / 3600)).isCloseTo(0.5, within(0.005));
  }

  @Test
  void dischargingTakesTheHotOutAtTheTop() {
    ThermalStoreModel store = new ThermalStoreModel(DESIGN, 80);
    for (int minute = 0; minute < 50; minute++) {
      store.step(100, 0, 0, 1, 40, 20);
    }
    assertThat(store.topC()).isGreaterThan(78.5);
    assertThat(store.bottomC()).isLessThan(41);
    assertThat(store.dischargeW()).isCloseTo(4180 * (store.topC() - 40), within(1000.0));
  }

  @Test
  void whatFlowsStraightThroughLeavesTheStoreAsItIs() {
    var still = new ThermalStoreModel.Design(10, 3, 20, 0, 0);
    ThermalStoreModel store = new ThermalStoreModel(still, 60);
    store.step(60, 2, 60, 2, 60, 20);
    assertThat(store.layersC()).containsOnly(60);
    store.step(60, 2, 70, 2, 40, 20);
    assertThat(store.topC()).isGreaterThan(60);
    assertThat(store.bottomC()).isLessThan(60);
    assertThat(store.layersC()[10]).isCloseTo(60, within(1e-9));
  }

  @Test
  void alongStandingHotStoreCoolsByItsConductance() {
    ThermalStoreModel store = new ThermalStoreModel(DESIGN, 80);
    double hours = 24;
    for (int hour = 0; hour < hours; hour++) {
      store.step(3600, 0, 0, 0, 0, 20);
    }
    double exact = 20 + 60 * Math.exp(-DESIGN.lossWPerK() * hours * 3600 / (10_000 * 4180.0));
    assertThat(store.topC()).isCloseTo(exact, within(0.01));
  }

  @Test
  void warmWaterBelowColdMixes() {
    ThermalStoreModel store = new ThermalStoreModel(DESIGN, 50);
    // The return is hotter than the store: it rises.
    store.step(600, 0, 0, 1, 70, 20);
    double[] layers = store.layersC();
    for (int layer = 1; layer < layers.length; layer++) {
      assertThat(layers[layer]).isLessThanOrEqualTo(layers[layer - 1] + 1e-12);
    }
  }

  @Test
  void aFlowThatEmptiesTheStoreManyTimesInAStepStaysWithinItsTemperatures() {
    ThermalStoreModel store = new ThermalStoreModel(DESIGN, 40);
    store.step(3600, 50, 90, 0, 0, 20);
    for (double layer : store.layersC()) {
      assertThat(layer).isBetween(89.0, 90.0);
    }
  }

  @Test
  void theEnergyOfAYearClosesToABillionth() {
    Random random = new Random(5);
    ThermalStoreModel store = new ThermalStoreModel(DESIGN, 50);
    EnergyBook book = new EnergyBook(store.storedWh(0));
    for (int step = 0; step < 365 * 288; step++) {
      double charge = Math.max(0, Math.sin(step / 90.0));
      double discharge = Math.max(0, 0.8 * Math.cos(step / 70.0));
      store.step(300, charge, 80 + random.nextGaussian(), discharge, 40, 15);
      book.in(store.chargeW() / 12);
      book.out(store.dischargeW() / 12);
      book.out(store.lossW() / 12);
    }
    book.closes(store.storedWh(0));
  }
}
