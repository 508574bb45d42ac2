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

  private static final double QUIET_FROM_H = 22;
  private static final double QUIET_UNTIL_H = 6;

  private final SimulatedDevice device;
  private final StreetLightModel lights;
  private final Energy energy;
  private final double hoursBefore;
  private final SplittableRandom random;
  private final double busyness;
  private final int dimLevel;
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
  }

  void act(Moment moment, boolean supplied) {
    lights.step(moment.seconds(), supplied, device.command(dimLevel, 100));
    energy.add(lights.powerW(), moment.hours());
    sinceCountS += moment.seconds();
    if (sinceCountS >= TRAFFIC_PERIOD_S) {
      sinceCountS = 0;
      traffic = poisson(busyness * usersPerMinute(moment.at().localHour()));
    }
  }

  void account(Moment moment, Books books) {
    StreetLightModel.Design design = lights.design();
    books.add(Flow.LAMP_HOURS, lights.levelPercent() > 0 ? design.lamps() * moment.hours() : 0);
    if (moment.weather().sunElevationDeg() < DARK_BELOW_DEG) {
      LightingClass kept =
          isQuiet(moment.at().localHour()) ? LightingClass.M5 : design.lightingClass();
      double leastPercent = design.lightingClass().levelForPercent(kept);
      books.add(Flow.TOO_DARK_H, lights.levelPercent() < leastPercent - 0.5 ? moment.hours() : 0);
    }
  }

  private static boolean isQuiet(double localHour) {
    return localHour >= QUIET_FROM_H || localHour < QUIET_UNTIL_H;
  }

  void show() {
    device.set(device.slot("power"), lights.powerW());
    device.set(device.slot("energyImport"), energy.importWh());
    device.set(device.slot("lamps"), lights.design().lamps());
    device.set(device.slot("lampFailures"), lights.failedLamps());
    device.set(device.slot("burningHours"), hoursBefore + lights.burningHours());
    device.set(device.slot("traffic"), traffic);
  }

  double powerW() {
    return lights.powerW();
  }

  /** Road users of a village street over the day: two rush hours, hardly anybody after midnight. */
  private static double usersPerMinute(double hour) {
    double morning = Math.exp(-Math.pow((hour - 7.5) / 1.5, 2));
    double evening = Math.exp(-Math.pow((hour - 17.5) / 2.5, 2));
    double day = hour > 6 && hour < 22 ? 2 : 0.15;
    return day + 6 * morning + 7 * evening;
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
