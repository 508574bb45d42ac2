package org.wattward.sim.district;

import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.physics.LightingClass;
import org.wattward.sim.physics.StreetLightModel;

/** A street-light segment with its lamps and the traffic that it sees. */
final class LightSegment {
  private static final double TRAFFIC_PERIOD_S = 60;

  /** Street lights may switch when the sun stands so deep, as in Vienna. */
  private static final double DARK_BELOW_DEG = -3;

  /**
   * What a village street carries at most in a minute, two lanes. Above 45 % of it traffic is high,
   * below 15 % low (CEN/TR 13201-1:2014, table 1), and each step is a class.
   */
  private static final double CAPACITY_PER_MINUTE = 1000 / 60.0;

  private static final double HIGH_SHARE = 0.45;
  private static final double LOW_SHARE = 0.15;

  /** Shop windows and yards are dark until then, which is a class less again. */
  private static final double DARK_SURROUNDINGS_UNTIL_H = 5;

  private final SimulatedDevice device;
  private final StreetLightModel lights;
  private final Energy energy;
  private final double hoursBefore;
  private final SplittableRandom random;
  private final double busyness;
  private final int dimLevel;
  private final Gauge power;
  private final Gauge energyImport;
  private final Gauge lamps;
  private final Gauge lampFailures;
  private final Gauge burningHours;
  private final Gauge trafficCount;
  private double sinceCountS = TRAFFIC_PERIOD_S;
  private int traffic;

  /**
   * A segment.
   *
   * @param lights its lamps
   * @param random for its traffic
   */
  LightSegment(SimulatedDevice device, StreetLightModel lights, SplittableRandom random) {
    this.device = device;
    this.lights = lights;
    this.random = random.split();
    this.energy = new Energy(2e6 + 4e6 * random.nextDouble(), 0);
    this.hoursBefore = 3000 + 9000 * random.nextDouble();
    this.busyness = 0.4 + 1.2 * random.nextDouble();
    this.dimLevel = device.slot("dimLevel");
    this.power = Gauge.of(device, "power");
    this.energyImport = Gauge.of(device, "energyImport");
    this.lamps = Gauge.of(device, "lamps");
    this.lampFailures = Gauge.of(device, "lampFailures");
    this.burningHours = Gauge.of(device, "burningHours");
    this.trafficCount = Gauge.of(device, "traffic");
  }

  void act(Moment moment, boolean supplied) {
    lights.step(moment.seconds(), supplied, device.command(dimLevel, 100));
    energy.add(lights.powerW(), moment.hours());
    sinceCountS += moment.seconds();
    if (sinceCountS >= TRAFFIC_PERIOD_S) {
      sinceCountS = 0;
      traffic = poisson(busyness * moment.usersPerMinute());
    }
  }

  void account(Moment moment, Books books) {
    StreetLightModel.Design design = lights.design();
    books.add(Flow.LAMP_HOURS, lights.levelPercent() > 0 ? design.lamps() * moment.hours() : 0);
    if (moment.weather().sunElevationDeg() < DARK_BELOW_DEG) {
      double leastPercent = design.lightingClass().levelForPercent(neededClass(moment));
      books.add(Flow.TOO_DARK_H, lights.levelPercent() < leastPercent - 0.5 ? moment.hours() : 0);
    }
  }

  /** The class of the hour on a street that is M3 in its busiest hours, by its usual traffic. */
  private LightingClass neededClass(Moment moment) {
    double share = busyness * moment.usersPerMinute() / CAPACITY_PER_MINUTE;
    if (share > HIGH_SHARE) {
      return LightingClass.M3;
    }
    if (share >= LOW_SHARE) {
      return LightingClass.M4;
    }
    return moment.at().localHour() < DARK_SURROUNDINGS_UNTIL_H
        ? LightingClass.M6
        : LightingClass.M5;
  }

  void show() {
    power.set(lights.powerW());
    energyImport.set(energy.importWh());
    lamps.set(lights.design().lamps());
    lampFailures.set(lights.failedLamps());
    burningHours.set(hoursBefore + lights.burningHours());
    trafficCount.set(traffic);
  }

  double powerW() {
    return lights.powerW();
  }

  /** A Poisson number by multiplying uniform ones (Knuth); the mean is small here. */
  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
