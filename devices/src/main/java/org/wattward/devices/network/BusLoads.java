package org.wattward.devices.network;

import java.util.Arrays;

/**
 * What is drawn at every bus of a grid: consumption positive, generation negative. Mutable, made to
 * be filled again for every power flow; one thread at a time.
 */
public final class BusLoads {
  private final GridModel grid;
  private final double[] activeW;
  private final double[] reactiveVar;

  /**
   * No load at any bus.
   *
   * @param grid the grid; the loads also fit every grid with the same buses
   */
  public BusLoads(GridModel grid) {
    this.grid = grid;
    this.activeW = new double[grid.busCount()];
    this.reactiveVar = new double[grid.busCount()];
  }

  /** Sets all loads to zero. */
  public BusLoads clear() {
    Arrays.fill(activeW, 0);
    Arrays.fill(reactiveVar, 0);
    return this;
  }

  /**
   * Adds a load, or a generator with negative values.
   *
   * @param bus a bus's id
   * @param powerW active power drawn
   * @param reactivePowerVar reactive power drawn, inductive positive
   */
  public BusLoads add(String bus, double powerW, double reactivePowerVar) {
    return add(grid.busIndex(bus), powerW, reactivePowerVar);
  }

  /** Adds a load by the bus's index. */
  public BusLoads add(int bus, double powerW, double reactivePowerVar) {
    if (!Double.isFinite(powerW) || !Double.isFinite(reactivePowerVar)) {
      throw new InvalidGrid(
          "A load of %s W and %s var at bus %s is no number."
              .formatted(powerW, reactivePowerVar, grid.bus(bus).id()));
    }
    activeW[bus] += powerW;
    reactiveVar[bus] += reactivePowerVar;
    return this;
  }

  /** Multiplies every load. */
  public BusLoads scale(double factor) {
    for (int bus = 0; bus < activeW.length; bus++) {
      activeW[bus] *= factor;
      reactiveVar[bus] *= factor;
    }
    return this;
  }

  /** Active power drawn at a bus. */
  public double powerW(int bus) {
    return activeW[bus];
  }

  /** Reactive power drawn at a bus. */
  public double reactivePowerVar(int bus) {
    return reactiveVar[bus];
  }

  /** An independent copy. */
  public BusLoads copy() {
    BusLoads copy = new BusLoads(grid);
    System.arraycopy(activeW, 0, copy.activeW, 0, activeW.length);
    System.arraycopy(reactiveVar, 0, copy.reactiveVar, 0, reactiveVar.length);
    return copy;
  }

  int busCount() {
    return activeW.length;
  }
}
