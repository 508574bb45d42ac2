package org.wattward.devices.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of the four published networks: losses, voltages, angles, currents. */
class ReferenceResultsTest {
  @TestFactory
  Stream<DynamicTest> theThirtyThreeBusNetwork() {
    return cases("case33bw", ReferenceResultsTest::change33);
  }

  @TestFactory
  Stream<DynamicTest> theEuropeanLowVoltageBenchmark() {
    return cases("cigre_lv", ReferenceResultsTest::changeLv);
  }

  @TestFactory
  Stream<DynamicTest> theEuropeanMediumVoltageBenchmark() {
    return cases("cigre_mv", ReferenceResultsTest::changeMv);
  }

  @TestFactory
  Stream<DynamicTest> theRuralGrid() {
    return cases("simbench_lv_rural1", ReferenceResultsTest::changeRural);
  }

  @TestFactory
  Stream<DynamicTest> everyPublishedRadialStateOfTheMediumVoltageBenchmark() {
    ReferenceGrid base = ReferenceGrid.read("cigre_mv");
    return base.file().list("exhaustive_radial").stream()
        .map(state ->
            DynamicTest.dynamicTest(
                "open " + state.value("open_lines"),
                () -> {
                  List<Integer> open = state.values("open_lines");
                  ReferenceGrid grid = base.withOpen(open.toArray(Integer[]::new));
                  Converged result = (Converged) PowerFlow.solve(grid.grid(), grid.loads());
                  assertThat(result.totalLossW() / 1e3)
                      .isCloseTo(state.number("total_loss_kw"), within(6e-5));
                }));
  }

  private interface Change {
    ReferenceGrid apply(ReferenceGrid base, Json theCase);
  }

  private static Stream<DynamicTest> cases(String name, Change change) {
    ReferenceGrid base = ReferenceGrid.read(name);
    return base.file().list("cases").stream()
        .map(c -> DynamicTest.dynamicTest(c.text("name"), () -> check(change.apply(base, c), c)));
  }

  private static void check(ReferenceGrid grid, Json theCase) {
    Json expected = theCase.at("expected");
    PowerFlowResult result = PowerFlow.solve(grid.grid(), grid.loads());
    assertThat(result).isInstanceOf(Converged.class);
    Converged state = (Converged) result;
    double lossKw = expected.number("total_loss_kw");
    assertThat(state.totalLossW() / 1e3).isCloseTo(lossKw, within(1e-6 * lossKw + 1e-6));
    assertThat(state.transformerLossW() / 1e3)
        .isCloseTo(expected.number("trafo_loss_kw"), within(2e-6));
    assertThat(state.slackPowerW() / 1e6).isCloseTo(expected.number("slack_p_mw"), within(1e-8));
    assertThat(state.slackReactivePowerVar() / 1e6)
        .isCloseTo(expected.number("slack_q_mvar"), within(1e-8));
    assertThat(state.mismatchVa()).isLessThan(0.01);
    expected
        .numbers("bus_vm_pu")
        .forEach((bus, vm) ->
            assertThat(state.voltagePu(grid.grid().busIndex(bus)))
                .as("voltage of bus %s", bus)
                .isCloseTo(vm, within(1e-9)));
    expected
        .numbers("bus_va_degree")
        .forEach((bus, va) ->
            assertThat(state.angleDeg(grid.grid().busIndex(bus)))
                .as("angle of bus %s", bus)
                .isCloseTo(va, within(1e-6)));
    expected
        .numbers("line_pl_kw")
        .forEach((line, loss) ->
            assertThat(state.lossW(grid.grid().branchIndex(line)) / 1e3)
                .as("loss of line %s", line)
                .isCloseTo(loss, within(2e-6)));
    expected
        .numbers("line_i_ka")
        .forEach((line, current) -> {
          int branch = grid.grid().branchIndex(line);
          assertThat(Math.max(state.fromCurrentA(branch), state.toCurrentA(branch)) / 1e3)
              .as("current of line %s", line)
              .isCloseTo(current, within(2e-9));
        });
    if (expected.has("trafo_loading_percent")) {
      expected
          .numbers("trafo_loading_percent")
          .forEach((id, loading) ->
              assertThat(state.loadingPercent(grid.grid().branchIndex("T" + id)))
                  .as("loading of transformer %s", id)
                  .isCloseTo(loading, within(2e-6)));
    }
  }

  private static ReferenceGrid change33(ReferenceGrid base, Json theCase) {
    String name = theCase.text("name");
    return switch (name) {
      case "base" -> base;
      case "reconfig_optimal" -> base.withOpen(6, 8, 13, 31, 36);
      case "reconfig_baran_wu_branch_exchange" -> base.withOpen(6, 10, 13, 31, 36);
      case "reconfig_7_9_14_28_32" -> base.withOpen(6, 8, 13, 27, 31);
      case "reconfig_7_10_14_32_37" -> base.withOpen(6, 9, 13, 31, 36);
      case "all_ties_closed_meshed" -> base.withOpen();
      case "light_load_0.5" -> scaled(base, 0.5);
      case "light_load_0.5_reconfig" -> scaled(base.withOpen(6, 8, 13, 31, 36), 0.5);
      case "heavy_load_1.6" -> scaled(base, 1.6);
      case "heavy_load_1.6_reconfig" -> scaled(base.withOpen(6, 8, 13, 31, 36), 1.6);
      case "dg_1_bus6_2.5903MW_pf1" -> feeding(base, 5, 2.5903, 0);
      case "dg_1_bus6_2.5584MW_pf0.8237" -> feeding(base, 5, 2.5584, 1.7610);
      case "dg_2_bus13_30" -> feeding(feeding(base, 12, 0.8516, 0), 29, 1.1576, 0);
      case "dg_3_bus13_24_30" ->
          feeding(feeding(feeding(base, 12, 0.8018, 0), 23, 1.0913, 0), 29, 1.0536, 0);
      case "dg_3_bus14_24_30" ->
          feeding(feeding(feeding(base, 13, 0.7540, 0), 23, 1.0994, 0), 29, 1.0714, 0);
      case "cap_1_bus30_1.258Mvar" -> feeding(base, 29, 0, 1.258);
      case "cap_2_bus12_0.45_bus30_1.05" -> feeding(feeding(base, 11, 0, 0.45), 29, 0, 1.05);
      case "cap_3_bus13_0.36_24_0.51_30_1.02" ->
          feeding(feeding(feeding(base, 12, 0, 0.36), 23, 0, 0.51), 29, 0, 1.02);
      case "reconfig_plus_cap2" ->
          feeding(feeding(base.withOpen(6, 8, 13, 31, 36), 11, 0, 0.45), 29, 0, 1.05);
      default -> throw new AssertionError("The test does not know the case " + name);
    };
  }

  private static ReferenceGrid changeLv(ReferenceGrid base, Json theCase) {
    String name = theCase.text("name");
    return switch (name) {
      case "base" -> base;
      case "loads_x0.5" -> scaled(base, 0.5);
      case "residential_pv_5x30kW" -> residentialPv(base, 0.030, 0);
      case "residential_pv_5x50kW_loads_x0.2" -> residentialPv(scaled(base, 0.2), 0.050, 0);
      case "residential_pv_5x50kW_loads_x0.2_cosphi0.9" ->
          residentialPv(scaled(base, 0.2), 0.050, -0.0242161);
      default -> throw new AssertionError("The test does not know the case " + name);
    };
  }

  private static ReferenceGrid changeMv(ReferenceGrid base, Json theCase) {
    String name = theCase.text("name");
    return switch (name) {
      case "base" -> base;
      case "base_ties_off" -> base.withOpen(12, 13, 14);
      case "all_ties_closed" -> base.withOpen();
      case "S2_S3_closed" ->
          base.with(base.grid().withLineClosed("12", true).withLineClosed("13", true));
      case "S1_only_closed" -> base.with(base.grid().withLineClosed("14", true));
      case "reconfig_optimal_radial_off" -> base.withOpen(4, 7, 9);
      case "loads_x0.5" -> scaled(base, 0.5);
      default -> throw new AssertionError("The test does not know the case " + name);
    };
  }

  private static ReferenceGrid changeRural(ReferenceGrid base, Json theCase) {
    String name = theCase.text("name");
    ReferenceGrid stress = rural(base, 0.1, 0.122543, 2, 1.055);
    return switch (name) {
      case "nominal" -> base;
      case "studycase_hL", "studycase_n1" -> rural(base, 1, 1, 0, 0.965);
      case "studycase_hW" -> rural(base, 1, 1, 0.8, 0.965);
      case "studycase_hPV" -> rural(base, 1, 1, 0.95, 0.965);
      case "studycase_lW" -> rural(base, 0.1, 0.122543, 0.8, 1.055);
      case "studycase_lPV" -> rural(base, 0.1, 0.122543, 0.95, 1.055);
      case "pv_x2_lowload" -> stress;
      case "pv_x2_lowload_tap-2" -> stress.with(stress.grid().withTap("T0", -2));
      case "pv_x2_lowload_tap-1" -> stress.with(stress.grid().withTap("T0", -1));
      case "pv_x2_lowload_tap+1" -> stress.with(stress.grid().withTap("T0", 1));
      case "pv_x2_lowload_tap+2" -> stress.with(stress.grid().withTap("T0", 2));
      case "pv_x2_lowload_voltvar_VDE_AR_N_4105_QU",
          "pv_x2_lowload_voltvar_IEEE1547_catB",
          "pv_x2_lowload_voltvar_IEEE1547_catA" ->
          withReactivePower(stress, theCase.at("expected"));
      default -> throw new AssertionError("The test does not know the case " + name);
    };
  }

  private static ReferenceGrid withReactivePower(ReferenceGrid base, Json expected) {
    List<Integer> buses = expected.values("sgen_bus");
    List<Double> reactive = expected.values("q_mvar_per_sgen");
    ReferenceGrid grid = base.with(base.grid());
    for (int index = 0; index < buses.size(); index++) {
      grid.loads().add(buses.get(index).toString(), 0, -reactive.get(index) * 1e6);
    }
    return grid;
  }

  private static ReferenceGrid scaled(ReferenceGrid base, double factor) {
    ReferenceGrid copy = base.with(base.grid());
    copy.loads().scale(factor);
    return copy;
  }

  private static ReferenceGrid feeding(ReferenceGrid base, int bus, double mw, double mvar) {
    ReferenceGrid copy = base.with(base.grid());
    copy.loads().add(bus, -mw * 1e6, -mvar * 1e6);
    return copy;
  }

  private static ReferenceGrid residentialPv(ReferenceGrid base, double mw, double mvar) {
    ReferenceGrid copy = base.with(base.grid());
    for (String bus : Set.of("12", "16", "17", "18", "19")) {
      copy.loads().add(bus, -mw * 1e6, -mvar * 1e6);
    }
    return copy;
  }

  private static ReferenceGrid rural(
      ReferenceGrid base, double active, double reactive, double pv, double slackPu) {
    ReferenceGrid copy = base.with(base.grid().withSlackVoltage(slackPu));
    copy.loads().clear();
    ReferenceGrid.addLoads(copy.loads(), base.file(), active, reactive);
    ReferenceGrid.addGenerators(copy.loads(), base.file(), pv);
    return copy;
  }
}
