package org.wattward.sim.district;

import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;

/** A connection: its load, and its meter, which sees everything at the connection's bus. */
final class ConnectionPart implements Part {
  private final int bus;
  private final SimBench.Load load;
  private final ThreePhaseFace meter;
  private final Flicker flicker;
  private double loadW;

  ConnectionPart(
      SimulatedDevice device, Feeder feeder, SimBench.Load load, SplittableRandom random) {
    this.bus = feeder.bus(device.device());
    this.load = load;
    this.flicker = new Flicker(random.split(), 0.04, 30);
    double first = 0.28 + 0.12 * random.nextDouble();
    double second = 0.28 + 0.08 * random.nextDouble();
    this.meter =
        new ThreePhaseFace(
            device,
            new double[] {first, second, 1 - first - second},
            new Energy(5e6 + 55e6 * random.nextDouble(), 0));
  }

  @Override
  public void act(Moment moment, Feeder feeder) {
    double factor = 1 + flicker.next(moment.seconds());
    loadW = load.activeW(moment.at()) * factor;
    feeder.book(bus, loadW, load.reactiveVar(moment.at()) * factor);
  }

  @Override
  public void account(Moment moment, Books books) {
    books.add(Flow.CONSUMPTION_WH, loadW * moment.hours());
  }

  @Override
  public void show(Moment moment, Feeder feeder) {
    meter.show(moment, feeder.drawnW(bus), feeder.drawnVar(bus), feeder.phaseVoltageV(bus));
  }
}
