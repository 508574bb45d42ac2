package org.wattward.sim.district;

import java.util.SplittableRandom;
import org.wattward.sim.field.SimulatedDevice;
import org.wattward.sim.physics.ChargerModel;

/**
 * A charging point at home: on most days a car comes in the late afternoon, more or less empty, and
 * leaves in the morning. In between it takes what the current it is told lets it take.
 */
final class ChargerPart implements Part {
  // IEC 61851-1: A no car, B a car that does not charge, C it charges.
  private static final int NO_CAR = 1;
  private static final int CONNECTED = 2;
  private static final int CHARGING = 3;

  private static final int PHASES = 3;
  private static final double PHASE_V = 230;
  private static final double EFFICIENCY = 0.9;
  private static final double CAR_WH = 60_000;

  /** Cars that come on a day: not on all. */
  private static final double COMES = 0.8;

  private final int bus;
  private final SimulatedDevice device;
  private final ChargerModel charger;
  private final ThreePhaseFace face;
  private final SplittableRandom random;
  private final double ratedA;
  private final int currentLimit;
  private final Gauge state;
  private double lastHour = Double.NaN;
  private double comesAtHour;
  private double leavesAtHour;

  /**
   * A charging point without a car.
   *
   * @param ratedA most current of each phase, 6 to 80
   */
  ChargerPart(SimulatedDevice device, Feeder feeder, double ratedA, SplittableRandom random) {
    this.device = device;
    this.bus = feeder.bus(device.device());
    this.ratedA = ratedA;
    this.charger = new ChargerModel(new ChargerModel.Design(PHASES, PHASE_V, ratedA, EFFICIENCY));
    this.face =
        new ThreePhaseFace(
            device, ThreePhaseFace.balanced(), new Energy(2e6 + 6e6 * random.nextDouble(), 0));
    this.currentLimit = device.slot("currentLimit");
    this.state = Gauge.of(device, "state");
    this.random = random.split();
    drawDay();
  }

  /** When the car comes and leaves on the day that begins, by local hours. */
  private void drawDay() {
    boolean comes = random.nextDouble() < COMES;
    double at = Math.clamp(17.5 + 1.5 * random.nextGaussian(), 12, 23.5);
    comesAtHour = comes ? at : Double.POSITIVE_INFINITY;
    leavesAtHour = Math.clamp(7.25 + random.nextGaussian(), 4, 11.5);
  }

  @Override
  public void act(Moment moment, Feeder feeder) {
    double hour = moment.at().localHour();
    if (hour < lastHour) {
      drawDay();
    }
    lastHour = hour;
    boolean home = hour >= comesAtHour || hour < leavesAtHour;
    if (charger.plugged() && !home) {
      charger.unplug();
    } else if (!charger.plugged() && hour >= comesAtHour) {
      charger.plugIn(CAR_WH, 25 + 45 * random.nextDouble());
    }
    charger.step(moment.seconds(), device.command(currentLimit, ratedA));
    feeder.book(bus, charger.powerW(), 0);
  }

  @Override
  public void account(Moment moment, Books books) {
    double wh = charger.powerW() * moment.hours();
    books.add(Flow.CHARGING_WH, wh);
    books.add(Flow.CONSUMPTION_WH, wh);
  }

  @Override
  public void show(Moment moment, Feeder feeder) {
    face.show(moment, charger.powerW(), 0, feeder.phaseVoltageV(bus));
    state.set(!charger.plugged() ? NO_CAR : charger.powerW() > 0 ? CHARGING : CONNECTED);
  }
}
