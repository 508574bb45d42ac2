package org.wattward.sim.district;

import org.wattward.sim.field.SimulatedDevice;

/** One point that a device shows, found by its name once; nothing where a template has it not. */
record Gauge(SimulatedDevice device, int slot) {
  static Gauge of(SimulatedDevice device, String point) {
    return new Gauge(device, device.slot(point));
  }

  /** Sets what will show, in the unit that the device's kind gives the point. */
  void set(double value) {
    device.set(slot, value);
  }
}
