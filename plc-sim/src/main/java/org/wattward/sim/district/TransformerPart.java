package org.wattward.sim.district;

import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;

/** The meter of the transformer: what the whole grid takes, losses included. */
final class TransformerPart implements Part {
  private final int bus;
  private final ThreePhaseFace meter;

  TransformerPart(SimulatedDevice device, Feeder feeder, SplittableRandom random) {
    this.bus = feeder.bus(device.device());
    this.meter =
        new ThreePhaseFace(
            device,
            new double[] {0.34, 0.32, 0.34},
            new Energy(900e6 + 1e8 * random.nextDouble(), 200e6 + 1e8 * random.nextDouble()));
  }

  @Override
  public void act(Moment moment, Feeder feeder) {}

  @Override
  public void account(Moment moment, Books books) {}

  @Override
  public void show(Moment moment, Feeder feeder) {
    meter.show(moment, feeder.importW(), feeder.importVar(), feeder.phaseVoltageV(bus));
  }
}
