package org.wattward.sim.district;

import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.physics.BatteryModel;

/** A battery that follows its setpoint within what it can. */
final class BatteryPart implements Part {
  // SunSpec model 124, Cha
  private static final int EMPTY = 2;
  private static final int DISCHARGING = 3;
  private static final int CHARGING = 4;
  private static final int FULL = 5;
  private static final int HOLDING = 6;

  private final SimulatedDevice device;
  private final int bus;
  private final BatteryModel battery;
  private final ThreePhaseFace face;
  private final int setpointSlot;
  private final Gauge stateOfCharge;
  private final Gauge ratedPower;
  private final Gauge capacity;
  private final Gauge state;

  BatteryPart(SimulatedDevice device, Feeder feeder, BatteryModel battery) {
    this.device = device;
    this.bus = feeder.bus(device.device());
    this.battery = battery;
    this.face = new ThreePhaseFace(device, ThreePhaseFace.balanced(), new Energy(4e6, 3.6e6));
    this.setpointSlot = device.slot("powerSetpoint");
    this.stateOfCharge = Gauge.of(device, "stateOfCharge");
    this.ratedPower = Gauge.of(device, "ratedPower");
    this.capacity = Gauge.of(device, "capacity");
    this.state = Gauge.of(device, "state");
  }

  @Override
  public void act(Moment moment, Feeder feeder) {
    double share = device.command(setpointSlot, 0) / 100;
    double ratedW = share >= 0 ? battery.design().mostChargeW() : battery.design().mostDischargeW();
    battery.step(moment.seconds(), share * ratedW);
    feeder.book(bus, battery.powerW(), 0);
  }

  @Override
  public void account(Moment moment, Books books) {
    books.add(Flow.BATTERY_CHARGE_WH, Math.max(0, battery.powerW()) * moment.hours());
    books.add(Flow.BATTERY_DISCHARGE_WH, Math.max(0, -battery.powerW()) * moment.hours());
  }

  @Override
  public void show(Moment moment, Feeder feeder) {
    face.show(moment, battery.powerW(), 0, feeder.phaseVoltageV(bus));
    stateOfCharge.set(battery.stateOfChargePercent());
    ratedPower.set(battery.design().mostChargeW());
    capacity.set(battery.design().capacityWh());
    state.set(state());
  }

  private int state() {
    if (battery.powerW() > 1) {
      return CHARGING;
    }
    if (battery.powerW() < -1) {
      return DISCHARGING;
    }
    if (battery.stateOfChargePercent() > 99) {
      return FULL;
    }
    return battery.stateOfChargePercent() <= battery.design().leastSharePercent() + 0.1
        ? EMPTY
        : HOLDING;
  }
}
