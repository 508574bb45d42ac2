package org.wattward.sim.district;

import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;

/** A weather station. */
final class WeatherPart implements Part {
  private final SimulatedDevice device;
  private final Flicker temperature;
  private final Flicker gusts;

  WeatherPart(SimulatedDevice device, SplittableRandom random) {
    this.device = device;
    this.temperature = new Flicker(random.split(), 0.1, 60);
    this.gusts = new Flicker(random.split(), 0.15, 10);
  }

  @Override
  public void act(Moment moment, Feeder feeder) {}

  @Override
  public void account(Moment moment, Books books) {}

  @Override
  public void show(Moment moment, Feeder feeder) {
    Weather weather = moment.weather();
    device.set(device.slot("outdoorTemp"), weather.outdoorC() + temperature.next(moment.seconds()));
    device.set(device.slot("globalIrradiance"), weather.globalWPerM2());
    device.set(device.slot("diffuseIrradiance"), weather.diffuseWPerM2());
    device.set(device.slot("windSpeed"), weather.windMPerS() * (1 + gusts.next(moment.seconds())));
    device.set(device.slot("illuminance"), weather.illuminanceLx());
  }
}
