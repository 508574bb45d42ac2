package org.wattward.sim.district;

import org.wattward.sim.field.SimulatedDevice;

/**
 * The electric points of a device with three phases, as far as its template offers them: powers and
 * currents by phase, voltages, power factor, frequency and energy.
 */
final class ThreePhaseFace {
  private static final String[] PHASES = {"L1", "L2", "L3"};

  private final SimulatedDevice device;
  private final double[] shares;
  private final Energy energy;
  private final int[] powerSlots = new int[3];
  private final int[] voltageSlots = new int[3];
  private final int[] currentSlots = new int[3];
  private final int power;
  private final int reactivePower;
  private final int apparentPower;
  private final int powerFactor;
  private final int current;
  private final int frequency;
  private final int energyImport;
  private final int energyExport;

  /**
   * A face.
   *
   * @param shares what share of the power each phase carries, three that sum to 1
   * @param energy counters, fed by {@link #show}
   */
  ThreePhaseFace(SimulatedDevice device, double[] shares, Energy energy) {
    this.device = device;
    this.shares = shares;
    this.energy = energy;
    for (int phase = 0; phase < 3; phase++) {
      powerSlots[phase] = device.slot("power" + PHASES[phase]);
      voltageSlots[phase] = device.slot("voltage" + PHASES[phase]);
      currentSlots[phase] = device.slot("current" + PHASES[phase]);
    }
    power = device.slot("power");
    reactivePower = device.slot("reactivePower");
    apparentPower = device.slot("apparentPower");
    powerFactor = device.slot("powerFactor");
    current = device.slot("current");
    frequency = device.slot("frequency");
    energyImport = device.slot("energyImport");
    energyExport = device.slot("energyExport");
  }

  /** Equal shares. */
  static double[] balanced() {
    return new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0};
  }

  /**
   * Sets all points and counts the energy of the step.
   *
   * @param powerW import positive
   * @param reactivePowerVar inductive positive
   * @param phaseVoltageV of a phase against neutral
   */
  void show(Moment moment, double powerW, double reactivePowerVar, double phaseVoltageV) {
    energy.add(powerW, moment.hours());
    double apparentVa = Math.sqrt(powerW * powerW + reactivePowerVar * reactivePowerVar);
    device.set(power, powerW);
    device.set(reactivePower, reactivePowerVar);
    device.set(apparentPower, apparentVa);
    device.set(powerFactor, apparentVa < 1 ? 1 : Math.abs(powerW) / apparentVa);
    device.set(frequency, moment.frequencyHz());
    device.set(energyImport, energy.importWh());
    device.set(energyExport, energy.exportWh());
    device.set(current, apparentVa / phaseVoltageV);
    for (int phase = 0; phase < 3; phase++) {
      // The heavier phase stands a little lower; balanced shares leave all alike.
      double voltageV = phaseVoltageV * (1 - 0.01 * (shares[phase] - 1 / 3.0));
      device.set(powerSlots[phase], powerW * shares[phase]);
      device.set(voltageSlots[phase], voltageV);
      device.set(currentSlots[phase], apparentVa * shares[phase] / voltageV);
    }
  }
}
