package org.wattward.devices.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.powsybl.iidm.network.Bus;
import com.powsybl.iidm.network.Network;
import com.powsybl.iidm.network.NetworkFactory;
import com.powsybl.iidm.network.TopologyKind;
import com.powsybl.iidm.network.TwoWindingsTransformer;
import com.powsybl.iidm.network.VoltageLevel;
import com.powsybl.loadflow.LoadFlow;
import com.powsybl.loadflow.LoadFlowParameters;
import com.powsybl.loadflow.LoadFlowResult;
import com.powsybl.loadflow.LoadFlowRunParameters;
import com.powsybl.math.matrix.DenseMatrixFactory;
import com.powsybl.openloadflow.OpenLoadFlowParameters;
import com.powsybl.openloadflow.OpenLoadFlowProvider;
import com.powsybl.openloadflow.network.SlackBusSelectionMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * PowSyBl OpenLoadFlow, an independent Newton-Raphson load flow, as the oracle: both must find the
 * same voltages and losses.
 */
class OpenLoadFlowOracleTest {
  private static final long SEED = 33_1989;

  /**
   * The oracle works on a base of 100 MVA, on which a village is a rounding error; so it gets a
   * thousand times the power over a thousandth of the impedance, which has the same voltages.
   */
  private static final double SCALE = 1000;

  private final LoadFlow.Runner oracle =
      new LoadFlow.Runner(new OpenLoadFlowProvider(new DenseMatrixFactory()));
  private final LoadFlowParameters parameters = parameters();

  @Test
  void aThousandRandomRadialNetworksAgree() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 1000; trial++) {
      agree(RandomGrid.radial(random, 4 + random.nextInt(20)), trial);
    }
  }

  @Test
  void aHundredRandomMeshedNetworksAgree() {
    Random random = new Random(SEED + 1);
    for (int trial = 0; trial < 100; trial++) {
      agree(RandomGrid.make(random, 6 + random.nextInt(30), 1 + random.nextInt(6)), trial);
    }
  }

  private void agree(RandomGrid made, int trial) {
    String where = "seed %d, trial %d".formatted(SEED, trial);
    BusLoads loads = made.consumption(1);
    PowerFlowResult result = PowerFlow.solve(made.grid(), loads);
    Network network = network(made.grid(), loads);
    LoadFlowResult theirs =
        oracle.run(network, new LoadFlowRunParameters().setParameters(parameters));
    boolean theyConverged =
        theirs.getComponentResults().getFirst().getStatus()
            == LoadFlowResult.ComponentResult.Status.CONVERGED;
    if (!theyConverged) {
      assertThat(result).as(where).isInstanceOf(NotConverged.class);
      return;
    }
    assertThat(result).as(where).isInstanceOf(Converged.class);
    Converged state = (Converged) result;
    for (int bus = 1; bus < made.grid().busCount(); bus++) {
      Bus other = network.getBusBreakerView().getBus(made.grid().bus(bus).id());
      assertThat(state.voltagePu(bus))
          .as("%s, bus %d", where, bus)
          .isCloseTo(other.getV() / made.grid().bus(bus).nominalVoltageV() * 1e3, within(1e-7));
    }
    double lossW =
        network
                .getBranchStream()
                .mapToDouble(b -> b.getTerminal1().getP() + b.getTerminal2().getP())
                .sum()
            * 1e6
            / SCALE;
    assertThat(state.totalLossW()).as(where).isCloseTo(lossW, within(1e-5 * lossW + 0.01));
  }

  private static LoadFlowParameters parameters() {
    LoadFlowParameters parameters =
        new LoadFlowParameters()
            .setDistributedSlack(false)
            .setUseReactiveLimits(false)
            .setTwtSplitShuntAdmittance(true);
    OpenLoadFlowParameters.create(parameters)
        .setSlackBusSelectionMode(SlackBusSelectionMode.NAME)
        .setSlackBusId("high_0")
        .setNewtonRaphsonConvEpsPerEq(1e-9)
        .setMinRealisticVoltage(0.2)
        .setMaxRealisticVoltage(2)
        .setLowImpedanceThreshold(1e-12);
    return parameters;
  }

  private static Network network(GridModel grid, BusLoads loads) {
    Network network = NetworkFactory.findDefault().createNetwork("random", "wattward");
    var station = network.newSubstation().setId("station").add();
    VoltageLevel high = level(station.newVoltageLevel().setId("high"), 20);
    VoltageLevel low = level(station.newVoltageLevel().setId("low"), 0.4);
    for (int bus = 0; bus < grid.busCount(); bus++) {
      String id = grid.bus(bus).id();
      VoltageLevel level = bus == 0 ? high : low;
      level.getBusBreakerView().newBus().setId(id).add();
      level
          .newLoad()
          .setId("load-" + id)
          .setBus(id)
          .setP0(loads.powerW(bus) / 1e6 * SCALE)
          .setQ0(loads.reactivePowerVar(bus) / 1e6 * SCALE)
          .add();
    }
    double slackKv = grid.bus(0).slackVoltagePu().orElseThrow() * 20;
    high.newGenerator()
        .setId("upstream")
        .setBus("mv")
        .setMinP(-10_000)
        .setMaxP(10_000)
        .setTargetP(0)
        .setTargetV(slackKv)
        .setVoltageRegulatorOn(true)
        .add();
    grid.lines().forEach(line -> addLine(network, line));
    addTransformer(station.newTwoWindingsTransformer(), grid);
    return network;
  }

  private static VoltageLevel level(
      com.powsybl.iidm.network.VoltageLevelAdder adder, double nominalKv) {
    return adder.setNominalV(nominalKv).setTopologyKind(TopologyKind.BUS_BREAKER).add();
  }

  private static void addLine(Network network, Line line) {
    network
        .newLine()
        .setId(line.id())
        .setVoltageLevel1("low")
        .setBus1(line.from())
        .setVoltageLevel2("low")
        .setBus2(line.to())
        .setR(line.resistanceOhm() / SCALE)
        .setX(line.reactanceOhm() / SCALE)
        .setB1(line.susceptanceS() / 2 * SCALE)
        .setB2(line.susceptanceS() / 2 * SCALE)
        .setG1(0)
        .setG2(0)
        .add();
  }

  /**
   * The oracle gets the pi equivalent of the T, split evenly over both ends; the ratio of the tap
   * is in the rated voltage of the high side.
   */
  private static void addTransformer(
      com.powsybl.iidm.network.TwoWindingsTransformerAdder adder, GridModel grid) {
    Transformer transformer = grid.transformers().getFirst();
    PiBranch pi = grid.branch(grid.lines().size());
    double baseOhm = 400.0 * 400 / PiBranch.BASE_VA / SCALE;
    double square = pi.seriesG() * pi.seriesG() + pi.seriesB() * pi.seriesB();
    TwoWindingsTransformer added =
        adder
            .setId(transformer.id())
            .setVoltageLevel1("high")
            .setBus1("mv")
            .setVoltageLevel2("low")
            .setBus2("b1")
            .setRatedU1(20 * pi.ratio())
            .setRatedU2(0.4)
            .setR(pi.seriesG() / square * baseOhm)
            .setX(-pi.seriesB() / square * baseOhm)
            .setG(2 * pi.shuntG() / baseOhm)
            .setB(2 * pi.shuntB() / baseOhm)
            .add();
    assertThat(added).isNotNull();
  }
}
