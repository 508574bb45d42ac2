package org.wattward.sim.district;

import org.wattward.devices.network.BusLoads;
import org.wattward.devices.network.Converged;
import org.wattward.devices.network.GridModel;
import org.wattward.devices.network.NotConverged;
import org.wattward.devices.network.PowerFlow;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.NetworkConfig;

/**
 * The low-voltage grid: everybody books power at a bus, then the power flow finds voltages and what
 * the transformer takes. A state that the grid cannot carry leaves the last voltages standing.
 */
final class Feeder {
  private static final double SQRT3 = Math.sqrt(3);
  private static final double NOMINAL_V = 400;

  /** For devices that are connected nowhere. */
  static final int NOWHERE = -1;

  private final GridModel grid;
  private final PowerFlow flow;
  private final BusLoads loads;
  private final double[] lineVoltageV;
  private double importW;
  private double importVar;
  private double lossW;

  Feeder(NetworkConfig network) {
    this.grid = GridModel.of(network);
    this.flow = new PowerFlow(grid);
    this.loads = new BusLoads(grid);
    this.lineVoltageV = new double[grid.busCount()];
    for (int bus = 0; bus < lineVoltageV.length; bus++) {
      lineVoltageV[bus] = grid.bus(bus).nominalVoltageV();
    }
  }

  /** The index of the device's bus. */
  int bus(Device device) {
    return device.bus().map(grid::busIndex).orElse(NOWHERE);
  }

  void clear() {
    loads.clear();
  }

  /** Books power drawn at a bus. */
  void book(int bus, double powerW, double reactivePowerVar) {
    if (bus != NOWHERE) {
      loads.add(bus, powerW, reactivePowerVar);
    }
  }

  /** Finds the voltages that belong to what was booked. */
  void solve() {
    switch (flow.solve(loads)) {
      case Converged state -> {
        for (int bus = 0; bus < lineVoltageV.length; bus++) {
          lineVoltageV[bus] = state.voltageV(bus);
        }
        importW = state.slackPowerW();
        lossW = state.totalLossW();
        importVar = state.slackReactivePowerVar();
      }
      case NotConverged _ -> {}
    }
  }

  /** All power drawn at a bus, as the meter of its connection sees it. */
  double drawnW(int bus) {
    return bus == NOWHERE ? 0 : loads.powerW(bus);
  }

  double drawnVar(int bus) {
    return bus == NOWHERE ? 0 : loads.reactivePowerVar(bus);
  }

  /** Voltage of one phase against neutral. */
  double phaseVoltageV(int bus) {
    return (bus == NOWHERE ? NOMINAL_V : lineVoltageV[bus]) / SQRT3;
  }

  /** Loss of all lines and transformers. */
  double lossW() {
    return lossW;
  }

  /** What the transformer takes from the medium voltage, its own and all lines' losses included. */
  double importW() {
    return importW;
  }

  double importVar() {
    return importVar;
  }
}
