package org.wattward.devices.network;

/**
 * A state of a network that carries its loads: voltages, currents and losses. Immutable.
 *
 * <p>Buses and branches are asked for by the index that the grid gives them.
 */
public final class Converged implements PowerFlowResult {
  private static final double SQRT3 = Math.sqrt(3);

  private final GridModel grid;
  private final int iterations;
  private final double[] voltageRe;
  private final double[] voltageIm;
  private final double[] fromPowerPu;
  private final double[] fromReactivePu;
  private final double[] toPowerPu;
  private final double[] toReactivePu;
  private final double[] coreLossPu;

  /** Squares, because few ask for currents and a root for every branch would cost. */
  private final double[] fromCurrentPu2;

  private final double[] toCurrentPu2;
  private final double[] missingRe;
  private final double[] missingIm;
  private double slackPowerW;
  private double slackReactivePowerVar;
  private double mismatchVa;
  private int worstBus;
  private boolean balances = true;

  Converged(
      GridModel grid,
      BusLoads loads,
      int[] positionOfBus,
      double[] solvedRe,
      double[] solvedIm,
      int iterations) {
    this.grid = grid;
    this.iterations = iterations;
    int buses = grid.busCount();
    voltageRe = new double[buses];
    voltageIm = new double[buses];
    missingRe = new double[buses];
    missingIm = new double[buses];
    Circuit circuit = grid.circuit();
    for (int bus = 0; bus < buses; bus++) {
      int position = positionOfBus[bus];
      int node = circuit.nodeOfBus[bus];
      voltageRe[bus] = position >= 0 ? solvedRe[position] : circuit.slackPu[node];
      voltageIm[bus] = position >= 0 ? solvedIm[position] : 0;
      missingRe[node] += loads.powerW(bus) / PiBranch.BASE_VA;
      missingIm[node] += loads.reactivePowerVar(bus) / PiBranch.BASE_VA;
    }
    int branches = grid.branchCount();
    fromPowerPu = new double[branches];
    fromReactivePu = new double[branches];
    toPowerPu = new double[branches];
    toReactivePu = new double[branches];
    coreLossPu = new double[branches];
    fromCurrentPu2 = new double[branches];
    toCurrentPu2 = new double[branches];
    double[] stiffness = new double[buses];
    for (int branch = 0; branch < branches; branch++) {
      flow(branch, stiffness);
    }
    balance(stiffness);
  }

  /** Computes what flows through one branch and books it at both ends. */
  private void flow(int branch, double[] stiffness) {
    int from = grid.circuit().nodeOfBus[grid.fromBus(branch)];
    int to = grid.circuit().nodeOfBus[grid.toBus(branch)];
    PiBranch pi = grid.branch(branch);
    boolean fromClosed = grid.fromClosed(branch);
    boolean toClosed = grid.toClosed(branch);
    double uRe = voltageRe[from] / pi.ratio();
    double uIm = voltageIm[from] / pi.ratio();
    double wRe = voltageRe[to];
    double wIm = voltageIm[to];
    double fromRe = 0;
    double fromIm = 0;
    double toRe = 0;
    double toIm = 0;
    if (fromClosed && toClosed) {
      double dRe = uRe - wRe;
      double dIm = uIm - wIm;
      double seriesRe = pi.seriesG() * dRe - pi.seriesB() * dIm;
      double seriesIm = pi.seriesG() * dIm + pi.seriesB() * dRe;
      fromRe = seriesRe + pi.shuntG() * uRe - pi.shuntB() * uIm;
      fromIm = seriesIm + pi.shuntG() * uIm + pi.shuntB() * uRe;
      toRe = -seriesRe + pi.shuntG() * wRe - pi.shuntB() * wIm;
      toIm = -seriesIm + pi.shuntG() * wIm + pi.shuntB() * wRe;
      double sumRe = uRe + wRe;
      double sumIm = uIm + wIm;
      coreLossPu[branch] = pi.coreG() * pi.coreFactor() * (sumRe * sumRe + sumIm * sumIm);
      double seriesSize = Math.abs(pi.seriesG()) + Math.abs(pi.seriesB());
      stiffness[from] += seriesSize / pi.ratio() / pi.ratio();
      stiffness[to] += seriesSize;
    } else if (fromClosed) {
      double[] shunt = pi.openEnded();
      fromRe = shunt[0] * uRe - shunt[1] * uIm;
      fromIm = shunt[0] * uIm + shunt[1] * uRe;
    } else if (toClosed) {
      double[] shunt = pi.openEnded();
      toRe = shunt[0] * wRe - shunt[1] * wIm;
      toIm = shunt[0] * wIm + shunt[1] * wRe;
    }
    double fromP = uRe * fromRe + uIm * fromIm;
    double fromQ = uIm * fromRe - uRe * fromIm;
    double toP = wRe * toRe + wIm * toIm;
    double toQ = wIm * toRe - wRe * toIm;
    missingRe[from] += fromP;
    missingIm[from] += fromQ;
    missingRe[to] += toP;
    missingIm[to] += toQ;
    fromPowerPu[branch] = fromP;
    fromReactivePu[branch] = fromQ;
    toPowerPu[branch] = toP;
    toReactivePu[branch] = toQ;
    if (!fromClosed || !toClosed) {
      coreLossPu[branch] = branch < grid.lines().size() ? 0 : fromP + toP;
    }
    fromCurrentPu2[branch] = fromRe * fromRe + fromIm * fromIm;
    toCurrentPu2[branch] = toRe * toRe + toIm * toIm;
  }

  private double baseA(int bus) {
    return PiBranch.BASE_VA / (SQRT3 * grid.bus(bus).nominalVoltageV());
  }

  /** What is missing at a held node comes from upstream; anywhere else it is an error. */
  private void balance(double[] stiffness) {
    Circuit circuit = grid.circuit();
    double mostPu2 = -1;
    for (int node = 0; node < missingRe.length; node++) {
      if (circuit.nodeOfBus[node] != node || !circuit.live[node]) {
        continue;
      }
      if (circuit.slackPu[node] != 0) {
        slackPowerW += missingRe[node] * PiBranch.BASE_VA;
        slackReactivePowerVar += missingIm[node] * PiBranch.BASE_VA;
        continue;
      }
      double missingPu2 = missingRe[node] * missingRe[node] + missingIm[node] * missingIm[node];
      // Rounding of a voltage difference times a stiff admittance is not a wrong state.
      double allowedPu = PowerFlow.POWER_TOLERANCE_PU + 1e-13 * stiffness[node];
      balances &= missingPu2 <= allowedPu * allowedPu;
      if (!(missingPu2 <= mostPu2)) {
        mostPu2 = missingPu2;
        worstBus = node;
      }
    }
    mismatchVa = mostPu2 < 0 ? 0 : Math.sqrt(mostPu2) * PiBranch.BASE_VA;
  }

  boolean balances() {
    return balances;
  }

  String worstBus() {
    return grid.bus(worstBus).id();
  }

  /** The grid this is a state of. */
  public GridModel grid() {
    return grid;
  }

  @Override
  public int iterations() {
    return iterations;
  }

  /** The largest apparent power that is missing at any bus. */
  public double mismatchVa() {
    return mismatchVa;
  }

  /** Voltage of a bus per unit of its nominal one; 0 when nothing feeds it. */
  public double voltagePu(int bus) {
    return Math.sqrt(voltageRe[bus] * voltageRe[bus] + voltageIm[bus] * voltageIm[bus]);
  }

  /** Line-to-line voltage of a bus; 0 when nothing feeds it. */
  public double voltageV(int bus) {
    return voltagePu(bus) * grid.bus(bus).nominalVoltageV();
  }

  /** Voltage angle of a bus against the feeding one, -180 to 180. */
  public double angleDeg(int bus) {
    double shift = grid.circuit().shiftRad[grid.circuit().nodeOfBus[bus]];
    return Math.toDegrees(
        Math.IEEEremainder(Math.atan2(voltageIm[bus], voltageRe[bus]) - shift, 2 * Math.PI));
  }

  /** The lowest voltage of any fed bus. */
  public double lowestVoltagePu() {
    double lowest = Double.POSITIVE_INFINITY;
    for (int bus = 0; bus < voltageRe.length; bus++) {
      double voltage = voltagePu(bus);
      if (voltage > 0) {
        lowest = Math.min(lowest, voltage);
      }
    }
    return lowest;
  }

  /** The highest voltage of any bus. */
  public double highestVoltagePu() {
    double highest = 0;
    for (int bus = 0; bus < voltageRe.length; bus++) {
      highest = Math.max(highest, voltagePu(bus));
    }
    return highest;
  }

  /** Active power lost in a line or transformer. */
  public double lossW(int branch) {
    return (fromPowerPu[branch] + toPowerPu[branch]) * PiBranch.BASE_VA;
  }

  /** Active power that enters a branch at its "from" or high-voltage end. */
  public double fromPowerW(int branch) {
    return fromPowerPu[branch] * PiBranch.BASE_VA;
  }

  /** Reactive power that enters a branch at its "from" or high-voltage end. */
  public double fromReactivePowerVar(int branch) {
    return fromReactivePu[branch] * PiBranch.BASE_VA;
  }

  /** Active power that leaves a branch at its "to" or low-voltage end. */
  public double toPowerW(int branch) {
    return -toPowerPu[branch] * PiBranch.BASE_VA;
  }

  /** Reactive power that leaves a branch at its "to" or low-voltage end. */
  public double toReactivePowerVar(int branch) {
    return -toReactivePu[branch] * PiBranch.BASE_VA;
  }

  /** What is drawn at the buses in this state; nothing at those that the upstream grid feeds. */
  public BusLoads loads() {
    BusLoads loads = new BusLoads(grid);
    for (int branch = 0; branch < grid.branchCount(); branch++) {
      enter(loads, grid.fromBus(branch), -fromPowerW(branch), -fromReactivePowerVar(branch));
      enter(loads, grid.toBus(branch), toPowerW(branch), toReactivePowerVar(branch));
    }
    return loads;
  }

  private void enter(BusLoads loads, int bus, double powerW, double reactivePowerVar) {
    if (grid.bus(bus).slackVoltagePu().isEmpty()) {
      loads.add(bus, powerW, reactivePowerVar);
    }
  }

  /** The part of a transformer's loss that its iron core takes; 0 for a line. */
  public double ironLossW(int branch) {
    return coreLossPu[branch] * PiBranch.BASE_VA;
  }

  /** The part of a loss that goes with the square of the current. */
  public double copperLossW(int branch) {
    return lossW(branch) - ironLossW(branch);
  }

  /** Active power lost in all lines. */
  public double lineLossW() {
    return sum(0, grid.lines().size());
  }

  /** Active power lost in all transformers. */
  public double transformerLossW() {
    return sum(grid.lines().size(), grid.branchCount());
  }

  /** Active power lost in everything. */
  public double totalLossW() {
    return sum(0, grid.branchCount());
  }

  private double sum(int first, int end) {
    double sum = 0;
    for (int branch = first; branch < end; branch++) {
      sum += lossW(branch);
    }
    return sum;
  }

  /** Current at the "from" or high-voltage end. */
  public double fromCurrentA(int branch) {
    return Math.sqrt(fromCurrentPu2[branch])
        / grid.branch(branch).ratio()
        * baseA(grid.fromBus(branch));
  }

  /** Current at the "to" or low-voltage end. */
  public double toCurrentA(int branch) {
    return Math.sqrt(toCurrentPu2[branch]) * baseA(grid.toBus(branch));
  }

  /** The larger current of both ends as a share of the rated one, in per cent. */
  public double loadingPercent(int branch) {
    int lines = grid.lines().size();
    if (branch < lines) {
      double most = Math.max(fromCurrentA(branch), toCurrentA(branch));
      return 100 * most / grid.lines().get(branch).maxCurrentA();
    }
    Transformer.NamePlate plate = grid.transformers().get(branch - lines).plate();
    double most =
        Math.max(
            fromCurrentA(branch) * plate.ratedHighVoltageV(),
            toCurrentA(branch) * plate.ratedLowVoltageV());
    return 100 * SQRT3 * most / plate.ratedPowerVa();
  }

  /** Active power that the upstream grid feeds in over all feeding buses; negative: fed back. */
  public double slackPowerW() {
    return slackPowerW;
  }

  /** Reactive power that the upstream grid feeds in over all feeding buses. */
  public double slackReactivePowerVar() {
    return slackReactivePowerVar;
  }
}
