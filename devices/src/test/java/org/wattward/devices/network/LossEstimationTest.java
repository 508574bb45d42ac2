package org.wattward.devices.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wattward.devices.network.LossEstimate.Estimated;
import org.wattward.devices.network.LossEstimate.NotEstimated;
import org.wattward.devices.network.LossEstimate.Suspect;
import org.wattward.devices.network.MeterValue.Quantity;

/** A rural grid whose true state is known, seen through meters of class 1. */
class LossEstimationTest {
  private static final long SEED = 4711;

  private final ReferenceGrid rural = ReferenceGrid.read("simbench_lv_rural1");
  private final Converged truth = (Converged) PowerFlow.solve(rural.grid(), rural.loads());
  private final LossEstimation estimation = new LossEstimation(rural.grid());

  /** All meters, each off by a random error within its class. */
  private List<MeterValue> meters(Random random) {
    List<MeterValue> values = new ArrayList<>();
    for (int bus = 0; bus < rural.grid().busCount(); bus++) {
      String id = rural.grid().bus(bus).id();
      if (rural.loads().powerW(bus) != 0) {
        String meter = "meter-" + id;
        values.add(
            value(random, meter, Quantity.POWER_AT_BUS, id, rural.loads().powerW(bus), 1, 40e3));
        values.add(
            value(
                random,
                meter,
                Quantity.REACTIVE_POWER_AT_BUS,
                id,
                rural.loads().reactivePowerVar(bus),
                2,
                40e3));
        values.add(
            value(random, meter, Quantity.VOLTAGE_AT_BUS, id, truth.voltageV(bus), 0.5, 400));
      }
    }
    int transformer = rural.grid().branchIndex("T0");
    values.add(
        value(
            random,
            "meter-transformer",
            Quantity.POWER_THROUGH,
            "T0",
            truth.toPowerW(transformer),
            0.5,
            160e3));
    return values;
  }

  private static MeterValue value(
      Random random,
      String meter,
      Quantity quantity,
      String place,
      double truth,
      double classPercent,
      double fullScale) {
    double most = classPercent / 100 * Math.max(Math.abs(truth), fullScale / 20);
    double shown = truth + most * (2 * random.nextDouble() - 1);
    return new MeterValue(meter, quantity, place, shown, classPercent, fullScale);
  }

  @Test
  void soundMetersGiveTheLossAndNoneIsSuspected() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 20; trial++) {
      Estimated found = (Estimated) estimation.estimate(meters(random));
      assertThat(found.suspects()).as("seed %d, trial %d", SEED, trial).isEmpty();
      // Iron and copper of 1441 W; a per cent of each load moves the copper by a few per cent.
      assertThat(found.state().totalLossW()).isCloseTo(truth.totalLossW(), within(60.0));
      assertThat(found.state().ironLossW(rural.grid().branchIndex("T0")))
          .isCloseTo(truth.ironLossW(rural.grid().branchIndex("T0")), within(5.0));
    }
  }

  @Test
  void aMeterWithTheWrongSignIsNamedAndTheLossIsStillRight() {
    Random random = new Random(SEED);
    List<MeterValue> values = meters(random);
    int wrong = index(values, "meter-10", Quantity.POWER_AT_BUS);
    values.set(wrong, changed(values.get(wrong), -values.get(wrong).value()));
    Estimated found = (Estimated) estimation.estimate(values);
    assertThat(found.suspects()).extracting(s -> s.value().meter()).contains("meter-10");
    assertThat(found.suspects().getFirst().expected()).isCloseTo(-76_381, within(2000.0));
    assertThat(found.state().totalLossW()).isCloseTo(truth.totalLossW(), within(80.0));
  }

  @Test
  void aTransformerMeterOffByATenthIsNamedOrOneThatCannotBeToldFromIt() {
    Random random = new Random(SEED);
    List<MeterValue> values = meters(random);
    int wrong = index(values, "meter-transformer", Quantity.POWER_THROUGH);
    values.set(wrong, changed(values.get(wrong), 1.1 * values.get(wrong).value()));
    Suspect first = ((Estimated) estimation.estimate(values)).suspects().getFirst();
    List<String> named = new ArrayList<>(first.orOneOf());
    named.add(first.value().meter());
    assertThat(named).contains("meter-transformer");
    assertThat(first.message()).contains("is expected");
  }

  @Test
  void aVoltageOfOnePhaseWhereThreeAreExpectedIsNamed() {
    Random random = new Random(SEED);
    List<MeterValue> values = meters(random);
    int wrong = index(values, "meter-4", Quantity.VOLTAGE_AT_BUS);
    values.set(wrong, changed(values.get(wrong), 230));
    Estimated found = (Estimated) estimation.estimate(values);
    assertThat(found.suspects()).hasSize(1);
    Suspect suspect = found.suspects().getFirst();
    assertThat(suspect.value()).isEqualTo(values.get(wrong));
    assertThat(suspect.orOneOf()).isEmpty();
    assertThat(suspect.expected()).isCloseTo(truth.voltageV(4), within(1.5));
  }

  @Test
  void withoutAnyRedundancyNobodyIsAccused() {
    Random random = new Random(SEED);
    List<MeterValue> values =
        meters(random).stream().filter(v -> v.quantity() == Quantity.POWER_AT_BUS).toList();
    Estimated found = (Estimated) estimation.estimate(values);
    assertThat(found.suspects()).isEmpty();
    assertThat(found.state().totalLossW()).isCloseTo(truth.totalLossW(), within(150.0));
  }

  @Test
  void withoutAPowerMeterThereIsNoEstimate() {
    assertThat(estimation.estimate(List.of())).isInstanceOf(NotEstimated.class);
    var voltage = new MeterValue("m", Quantity.VOLTAGE_AT_BUS, "4", 400, 0.5, 400);
    assertThat(estimation.estimate(List.of(voltage))).isInstanceOf(NotEstimated.class);
  }

  @Test
  void loadsTheGridCannotCarryGiveNoEstimate() {
    var huge = new MeterValue("m", Quantity.POWER_AT_BUS, "4", 50e6, 1, 40e3);
    assertThat(estimation.estimate(List.of(huge))).isInstanceOf(NotEstimated.class);
  }

  private static int index(List<MeterValue> values, String meter, Quantity quantity) {
    for (int index = 0; index < values.size(); index++) {
      if (values.get(index).meter().equals(meter) && values.get(index).quantity() == quantity) {
        return index;
      }
    }
    throw new AssertionError(meter);
  }

  private static MeterValue changed(MeterValue value, double shown) {
    return new MeterValue(
        value.meter(),
        value.quantity(),
        value.place(),
        shown,
        value.classPercent(),
        value.fullScale());
  }
}
