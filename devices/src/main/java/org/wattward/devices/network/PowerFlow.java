package org.wattward.devices.network;

/**
 * The power flow of one grid: which voltages and currents carry the given loads, constant in power.
 *
 * <p>Each iteration turns loads into currents at the last voltages and solves the linear network
 * for new ones (the implicit Z-bus method; on a radial grid the backward and forward sweep). It is
 * a contraction onto the stable, high-voltage state and does not find the other one. A state is
 * accepted only when the voltages stand still <em>and</em> the powers that flow through the
 * branches, computed afresh from the voltages, balance the load at every bus.
 *
 * <p>A workspace for one thread at a time; nothing is allocated while iterating.
 */
public final class PowerFlow {
  /** Iterations after which a state is given up. */
  public static final int MOST_ITERATIONS = 600;

  /**
   * Squared voltage below which an iteration has left every state there can be: a load of constant
   * power has none below half its no-load voltage, several have none far below it, and the
   * iteration comes to it from above.
   */
  private static final double COLLAPSED_PU2 = 0.2 * 0.2;

  /** Relative voltage change below which an iteration has come to rest. */
  static final double VOLTAGE_TOLERANCE = 1e-11;

  /** Apparent power that may be missing at a bus: 1 mVA on the base of 1 MVA. */
  static final double POWER_TOLERANCE_PU = 1e-9;

  private final GridModel grid;
  private final Circuit circuit;
  private final int[] positionOfBus;
  private final double[] injectedRe;
  private final double[] injectedIm;
  private final double[] voltageRe;
  private final double[] voltageIm;
  private final double[] nextRe;
  private final double[] nextIm;
  private double lowestPu2;

  /** Makes a workspace for a grid. */
  public PowerFlow(GridModel grid) {
    this.grid = grid;
    this.circuit = grid.circuit();
    this.positionOfBus = new int[grid.busCount()];
    for (int bus = 0; bus < positionOfBus.length; bus++) {
      positionOfBus[bus] = circuit.position(circuit.nodeOfBus[bus]);
    }
    int rows = circuit.rows;
    this.injectedRe = new double[rows];
    this.injectedIm = new double[rows];
    this.voltageRe = new double[rows];
    this.voltageIm = new double[rows];
    this.nextRe = new double[rows];
    this.nextIm = new double[rows];
  }

  /** Solves once; who solves the same grid again keeps a {@code PowerFlow}. */
  public static PowerFlowResult solve(GridModel grid, BusLoads loads) {
    return new PowerFlow(grid).solve(loads);
  }

  /**
   * Finds the state that carries the loads.
   *
   * @param loads what is drawn at every bus
   * @return the state, or why there is none
   */
  public PowerFlowResult solve(BusLoads loads) {
    if (loads.busCount() != positionOfBus.length) {
      throw new InvalidGrid(
          "The loads are for %d buses, the grid has %d."
              .formatted(loads.busCount(), positionOfBus.length));
    }
    if (circuit.refusal != null) {
      return new NotConverged(circuit.refusal, 0);
    }
    for (int row = 0; row < injectedRe.length; row++) {
      injectedRe[row] = 0;
      injectedIm[row] = 0;
    }
    for (int bus = 0; bus < positionOfBus.length; bus++) {
      int position = positionOfBus[bus];
      if (position >= 0) {
        injectedRe[position] -= loads.powerW(bus) / PiBranch.BASE_VA;
        injectedIm[position] -= loads.reactivePowerVar(bus) / PiBranch.BASE_VA;
      } else if (loads.powerW(bus) != 0 || loads.reactivePowerVar(bus) != 0) {
        if (!circuit.live[circuit.nodeOfBus[bus]]) {
          return new NotConverged(
              "Bus %s draws %.0f W, and no feeding bus reaches it."
                  .formatted(grid.bus(bus).id(), loads.powerW(bus)),
              0);
        }
      }
    }
    return iterate(loads);
  }

  private PowerFlowResult iterate(BusLoads loads) {
    int rows = circuit.rows;
    System.arraycopy(circuit.drivenRe, 0, voltageRe, 0, rows);
    System.arraycopy(circuit.drivenIm, 0, voltageIm, 0, rows);
    circuit.factor.solve(voltageRe, voltageIm);
    double change = Double.POSITIVE_INFINITY;
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      inject();
      circuit.factor.solve(nextRe, nextIm);
      change = advance();
      if (change <= VOLTAGE_TOLERANCE * VOLTAGE_TOLERANCE) {
        return accept(loads, iteration);
      }
      if (!(lowestPu2 >= COLLAPSED_PU2)) {
        return new NotConverged(
            "The voltages collapse; the grid cannot carry these loads.", iteration);
      }
    }
    return new NotConverged(
        "The voltages still change by %.2g per unit; the grid cannot carry these loads, or only just."
            .formatted(Math.sqrt(change)),
        MOST_ITERATIONS);
  }

  /** Currents that the loads draw at the present voltages, on top of what the feeders drive. */
  private void inject() {
    for (int k = 0; k < nextRe.length; k++) {
      double vRe = voltageRe[k];
      double vIm = voltageIm[k];
      double factor = 1 / (vRe * vRe + vIm * vIm);
      double p = injectedRe[k] * factor;
      double q = injectedIm[k] * factor;
      nextRe[k] = circuit.drivenRe[k] + p * vRe + q * vIm;
      nextIm[k] = circuit.drivenIm[k] + p * vIm - q * vRe;
    }
  }

  /**
   * Takes the new voltages over, tells the largest squared relative change, and keeps the lowest
   * squared voltage.
   */
  private double advance() {
    double most = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < nextRe.length; k++) {
      double dRe = nextRe[k] - voltageRe[k];
      double dIm = nextIm[k] - voltageIm[k];
      double change =
          (dRe * dRe + dIm * dIm) / (voltageRe[k] * voltageRe[k] + voltageIm[k] * voltageIm[k]);
      double square = nextRe[k] * nextRe[k] + nextIm[k] * nextIm[k];
      // A comparison that lets NaN through would call chaos a result.
      if (!(change <= most)) {
        most = change;
      }
      if (!(square >= lowest)) {
        lowest = square;
      }
      voltageRe[k] = nextRe[k];
      voltageIm[k] = nextIm[k];
    }
    lowestPu2 = lowest;
    return most;
  }

  private PowerFlowResult accept(BusLoads loads, int iteration) {
    Converged state = new Converged(grid, loads, positionOfBus, voltageRe, voltageIm, iteration);
    return state.balances()
        ? state
        : new NotConverged(
            "The voltages came to rest, but %.3g VA are missing at bus %s."
                .formatted(state.mismatchVa(), state.worstBus()),
            iteration);
  }
}
