package org.wattward.devices.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wattward.devices.site.NetworkConfig;

class GridModelTest {
  /** The name plates lead to the very pi branches that the published results were made with. */
  @ParameterizedTest
  @ValueSource(strings = {"case33bw", "cigre_lv", "cigre_mv", "simbench_lv_rural1"})
  void namePlatesGiveThePublishedPiBranches(String name) {
    ReferenceGrid reference = ReferenceGrid.read(name);
    Json model = reference.file().at("pi_model");
    double scale = PiBranch.BASE_VA / (model.number("base_mva") * 1e6);
    for (Json published : model.list("branches")) {
      String id = published.text("index");
      PiBranch pi =
          reference
              .grid()
              .branch(
                  reference
                      .grid()
                      .branchIndex(published.text("element").equals("line") ? id : "T" + id));
      double square = pi.seriesG() * pi.seriesG() + pi.seriesB() * pi.seriesB();
      assertThat(pi.seriesG() / square).isCloseTo(published.number("r_pu") * scale, within(1e-9));
      assertThat(-pi.seriesB() / square).isCloseTo(published.number("x_pu") * scale, within(1e-9));
      assertThat(2 * pi.shuntG()).isCloseTo(published.number("g_pu") / scale, within(1e-11));
      assertThat(2 * pi.shuntB()).isCloseTo(published.number("b_pu") / scale, within(1e-9));
    }
  }

  @Test
  void theNetworkOfASiteFileHasTheSameLosses() {
    ReferenceGrid reference = ReferenceGrid.read("simbench_lv_rural1");
    GridModel grid = GridModel.of(config(reference));
    BusLoads loads = new BusLoads(grid);
    for (int bus = 0; bus < grid.busCount(); bus++) {
      loads.add(bus, reference.loads().powerW(bus), reference.loads().reactivePowerVar(bus));
    }
    Converged state = (Converged) PowerFlow.solve(grid, loads);
    int transformer = grid.branchIndex("T0");
    assertThat(state.totalLossW()).isCloseTo(1441.045, within(0.001));
    assertThat(state.ironLossW(transformer)).isBetween(460 * 1.02 * 1.02, 460 * 1.03 * 1.03);
    assertThat(state.copperLossW(transformer) + state.ironLossW(transformer))
        .isCloseTo(1128.117, within(0.001));
    assertThat(state.fromPowerW(transformer) - state.toPowerW(transformer))
        .isCloseTo(state.lossW(transformer), within(1e-6));
  }

  private static NetworkConfig config(ReferenceGrid reference) {
    GridModel grid = reference.grid();
    return new NetworkConfig(
        grid.buses().stream()
            .map(b ->
                new NetworkConfig.BusConfig(
                    b.id(), b.nominalVoltageV(), optional(b.slackVoltagePu())))
            .toList(),
        grid.lines().stream()
            .map(l ->
                new NetworkConfig.LineConfig(
                    l.id(),
                    l.from(),
                    l.to(),
                    0.5,
                    2 * l.resistanceOhm(),
                    2 * l.reactanceOhm(),
                    2e6 * l.susceptanceS(),
                    l.maxCurrentA(),
                    l.fromClosed()))
            .toList(),
        grid.transformers().stream()
            .map(t ->
                new NetworkConfig.TransformerConfig(
                    t.id(),
                    t.highBus(),
                    t.lowBus(),
                    t.plate().ratedPowerVa(),
                    t.plate().shortCircuitVoltagePercent(),
                    t.plate().copperLossW(),
                    t.plate().ironLossW(),
                    t.plate().noLoadCurrentPercent(),
                    0,
                    2.5))
            .toList());
  }

  private static Optional<Double> optional(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  @Test
  void anOpenTransformerStillHeatsItsIronAndALineOpenAtOneEndDrawsItsCharge() {
    var plate = new Transformer.NamePlate(160e3, 20e3, 400, 4, 2350, 460, 0.3);
    GridModel grid =
        GridModel.of(
            List.of(Bus.slack("mv", 20e3, 1), Bus.of("lv", 400), Bus.of("end", 400)),
            List.of(new Line("l", "lv", "end", 0.1, 0.05, 1e-3, 200, true, false)),
            List.of(new Transformer("t", "mv", "lv", plate, 0, 2.5, 150, true)),
            List.of());
    Converged state = (Converged) PowerFlow.solve(grid, new BusLoads(grid));
    assertThat(grid.unsuppliedBuses()).containsExactly("end");
    assertThat(state.voltagePu(2)).isZero();
    // The charge of 1 mS at 400 V: 160 var, 0.23 A.
    assertThat(state.fromCurrentA(0)).isCloseTo(400 * 1e-3 / Math.sqrt(3), within(1e-3));
    assertThat(state.toCurrentA(0)).isZero();
    assertThat(state.ironLossW(1)).isCloseTo(460, within(1.0));
  }

  @Test
  void aClosedCouplerMakesOneNodeOfTwoBuses() {
    List<Bus> buses = List.of(Bus.slack("a", 400, 1), Bus.of("b", 400), Bus.of("c", 400));
    List<Line> lines = List.of(new Line("l", "a", "b", 0.1, 0.05, 0, 200, true, true));
    GridModel open =
        GridModel.of(buses, lines, List.of(), List.of(new Coupler("k", "b", "c", false)));
    GridModel closed =
        GridModel.of(buses, lines, List.of(), List.of(new Coupler("k", "b", "c", true)));
    assertThat(open.unsuppliedBuses()).containsExactly("c");
    Converged state = (Converged) PowerFlow.solve(closed, new BusLoads(closed).add("c", 5000, 0));
    assertThat(state.voltagePu(2)).isEqualTo(state.voltagePu(1)).isLessThan(1);
  }

  @Test
  void twoFeedingBusesWithoutALoopAreRadialAndWithOneMeshed() {
    List<Bus> buses = List.of(Bus.slack("a", 400, 1), Bus.of("m", 400), Bus.slack("b", 400, 1.01));
    Line left = new Line("l", "a", "m", 0.1, 0.05, 0, 200, true, true);
    Line right = new Line("r", "m", "b", 0.1, 0.05, 0, 200, true, false);
    GridModel apart = GridModel.of(buses, List.of(left, right), List.of(), List.of());
    assertThat(apart.isRadial()).isTrue();
    GridModel joined = apart.withLineClosed("r", true);
    assertThat(joined.isRadial()).isFalse();
    Converged state = (Converged) PowerFlow.solve(joined, new BusLoads(joined));
    assertThat(state.voltagePu(1)).isCloseTo(1.005, within(1e-9));
  }

  @ParameterizedTest(name = "{0} ohm, {1} ohm, {2} A")
  @CsvSource({"0, 0, 100", "-1, 0.1, 100", "0.1, 0.1, 0"})
  void aLineThatCannotBeIsRefused(double resistance, double reactance, double current) {
    assertThatThrownBy(() -> new Line("l", "a", "b", resistance, reactance, 0, current, true, true))
        .isInstanceOf(InvalidGrid.class)
        .hasMessageContaining("Line l");
  }

  @Test
  void wrongReferencesAreNamed() {
    Line line = new Line("l", "a", "nowhere", 0.1, 0.1, 0, 100, true, true);
    List<Bus> buses = List.of(Bus.slack("a", 400, 1), Bus.of("b", 20e3));
    assertThatThrownBy(() -> GridModel.of(buses, List.of(line), List.of(), List.of()))
        .isInstanceOf(InvalidGrid.class)
        .hasMessageContaining("l names bus nowhere");
    Line across = new Line("l", "a", "b", 0.1, 0.1, 0, 100, true, true);
    assertThatThrownBy(() -> GridModel.of(buses, List.of(across), List.of(), List.of()))
        .hasMessageContaining("Maybe it is a transformer");
    assertThatThrownBy(() ->
            GridModel.of(
                List.of(Bus.of("a", 400), Bus.of("a", 400)), List.of(), List.of(), List.of()))
        .hasMessageContaining("given twice");
    assertThatThrownBy(() -> new Transformer.NamePlate(160, 20e3, 400, 4, 2350, 460, 0.3))
        .hasMessageContaining("Maybe the loss is in kW");
  }
}
