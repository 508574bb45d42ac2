package org.wattward.sim.district;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.wattward.sim.field.SimulatedDevice;

/**
 * A PV plant: what the sun offers, within its limit, with the reactive power it is told to take.
 */
final class PvPart implements Part {
  /** The least power factor of VDE-AR-N 4105 is 0.9: that much of its rating can be reactive. */
  private static final double MOST_REACTIVE_SHARE = 0.436;

  private static final double INVERTER_EFFICIENCY = 0.97;
  private static final int SLEEPING = 2;
  private static final int MPPT = 4;
  private static final int THROTTLED = 5;

  private final SimulatedDevice device;
  private final int bus;
  private final double ratedW;
  private final ToDoubleFunction<Moment> sunShare;
  private final Flicker clouds;
  private final ThreePhaseFace face;
  private final int limitSlot;
  private final int reactiveSlot;
  private final Gauge powerFactor;
  private final Gauge dcPower;
  private final Gauge cabinetTemp;
  private final Gauge state;
  private final Gauge ratedPower;
  private double powerW;
  private double offeredW;
  private double reactiveVar;
  private boolean throttled;

  PvPart(
      SimulatedDevice device,
      Feeder feeder,
      ToDoubleFunction<Moment> sunShare,
      double ratedW,
      SplittableRandom random) {
    this.device = device;
    this.bus = feeder.bus(device.device());
    this.ratedW = ratedW;
    this.sunShare = sunShare;
    this.clouds = new Flicker(random.split(), 0.03, 20);
    this.face =
        new ThreePhaseFace(
            device,
            ThreePhaseFace.balanced(),
            new Energy(0, 1e6 + 1000 * ratedW * random.nextDouble()));
    this.limitSlot = device.slot("activePowerLimit");
    this.reactiveSlot = device.slot("reactivePowerSetpoint");
    this.powerFactor = Gauge.of(device, "powerFactor");
    this.dcPower = Gauge.of(device, "dcPower");
    this.cabinetTemp = Gauge.of(device, "cabinetTemp");
    this.state = Gauge.of(device, "state");
    this.ratedPower = Gauge.of(device, "ratedPower");
  }

  @Override
  public void act(Moment moment, Feeder feeder) {
    offeredW = ratedW * sunShare.applyAsDouble(moment) * (1 + clouds.next(moment.seconds()));
    double limitW = ratedW * device.command(limitSlot, 100) / 100;
    throttled = offeredW > limitW;
    powerW = 0 - Math.clamp(offeredW, 0, Math.min(limitW, ratedW)); // never -0
    double mostVar =
        Math.min(
            MOST_REACTIVE_SHARE * ratedW,
            Math.sqrt(Math.max(0, ratedW * ratedW - powerW * powerW)));
    double wishedVar = MOST_REACTIVE_SHARE * ratedW * device.command(reactiveSlot, 0) / 100;
    reactiveVar = powerW == 0 ? 0 : Math.clamp(wishedVar, -mostVar, mostVar);
    feeder.book(bus, powerW, reactiveVar);
  }

  @Override
  public void account(Moment moment, Books books) {
    books.add(Flow.PV_WH, -powerW * moment.hours());
    books.add(Flow.PV_OFFERED_WH, Math.clamp(offeredW, 0, ratedW) * moment.hours());
  }

  @Override
  public void show(Moment moment, Feeder feeder) {
    face.show(moment, powerW, reactiveVar, feeder.phaseVoltageV(bus));
    powerFactor.set(powerFactor());
    dcPower.set((0 - powerW) / INVERTER_EFFICIENCY);
    cabinetTemp.set(moment.weather().outdoorC() + 5 - 25 * powerW / ratedW);
    state.set(powerW == 0 ? SLEEPING : throttled ? THROTTLED : MPPT);
    ratedPower.set(ratedW);
  }

  private double powerFactor() {
    double apparentVa = Math.sqrt(powerW * powerW + reactiveVar * reactiveVar);
    return apparentVa < 1 ? 1 : -powerW / apparentVa;
  }
}
