package org.wattward.sim.district;

import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;

/** A weather station. */
final class WeatherPart implements Part {
  private final Gauge outdoorTemp;
  private final Gauge globalIrradiance;
  private final Gauge diffuseIrradiance;
  private final Gauge windSpeed;
  private final Gauge illuminance;
  private final Flicker temperature;
  private final Flicker gusts;

  WeatherPart(SimulatedDevice device, SplittableRandom random) {
    this.outdoorTemp = Gauge.of(device, "outdoorTemp");
    this.globalIrradiance = Gauge.of(device, "globalIrradiance");
    this.diffuseIrradiance = Gauge.of(device, "diffuseIrradiance");
    this.windSpeed = Gauge.of(device, "windSpeed");
    this.illuminance = Gauge.of(device, "illuminance");
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
    outdoorTemp.set(weather.outdoorC() + temperature.next(moment.seconds()));
    globalIrradiance.set(weather.globalWPerM2());
    diffuseIrradiance.set(weather.diffuseWPerM2());
    windSpeed.set(weather.windMPerS() * (1 + gusts.next(moment.seconds())));
    illuminance.set(weather.illuminanceLx());
  }
}
