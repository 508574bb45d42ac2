package org.wattward.sim.physics;

/**
 * A charging point with a car: IEC 61851-1 mode 3, where the point tells the car the most current
 * it may draw. Below 6 A a car does not charge; above 80 % it draws less and less.
 */
public final class ChargerModel {
  /** IEC 61851-1, annex A: the least current that can be told. */
  public static final double LEAST_CURRENT_A = 6;

  private final Design design;
  private double capacityWh;
  private double storedWh;
  private boolean plugged;
  private double powerW;
  private double deliveredWh;

  /**
   * A charging point.
   *
   * @param phases 1 or 3
   * @param phaseVoltageV phase to neutral
   * @param mostCurrentA rated current per phase
   * @param efficiency share of the energy that arrives in the car's battery
   */
  public record Design(int phases, double phaseVoltageV, double mostCurrentA, double efficiency) {
    public Design {
      Check.inRange("phases", phases, 1, 3);
      Check.positive("phaseVoltageV", phaseVoltageV);
      Check.inRange("mostCurrentA", mostCurrentA, LEAST_CURRENT_A, 80);
      Check.inRange("efficiency", efficiency, 0.5, 1);
    }

    /** Three phases of 16 A: 11 kW. */
    public static Design elevenKilowatt() {
      return new Design(3, 230, 16, 0.9);
    }
  }

  /** A point without a car. */
  public ChargerModel(Design design) {
    this.design = design;
  }

  /** A car comes. */
  public void plugIn(double carCapacityWh, double stateOfChargePercent) {
    capacityWh = Check.positive("carCapacityWh", carCapacityWh);
    storedWh =
        capacityWh * Check.inRange("stateOfChargePercent", stateOfChargePercent, 0, 100) / 100;
    plugged = true;
  }

  /** The car leaves. */
  public void unplug() {
    plugged = false;
    powerW = 0;
  }

  /**
   * Goes one step.
   *
   * @param seconds its length
   * @param limitA the current the point tells the car
   */
  public void step(double seconds, double limitA) {
    powerW = 0;
    if (!plugged || limitA < LEAST_CURRENT_A) {
      return;
    }
    double ratedW = design.phases * design.phaseVoltageV * design.mostCurrentA;
    double toldW = Math.min(limitA, design.mostCurrentA) * design.phases * design.phaseVoltageV;
    double filled = storedWh / capacityWh;
    double taperW = filled <= 0.8 ? ratedW : ratedW * Math.max(0.1, (1 - filled) / 0.2);
    double hours = seconds / 3600;
    double roomW = (capacityWh - storedWh) / design.efficiency / hours;
    powerW = Math.max(0, Math.min(Math.min(toldW, taperW), roomW));
    storedWh = Math.min(capacityWh, storedWh + powerW * design.efficiency * hours);
    deliveredWh += powerW * hours;
  }

  /** Whether a car is there. */
  public boolean plugged() {
    return plugged;
  }

  /** Power during the last step. */
  public double powerW() {
    return powerW;
  }

  /** What is lost between the network and the car's battery during the last step. */
  public double lossW() {
    return powerW * (1 - design.efficiency);
  }

  /** What the car has stored; 0 without a car. */
  public double storedWh() {
    return plugged ? storedWh : 0;
  }

  /** State of charge of the car; 0 without one. */
  public double stateOfChargePercent() {
    return plugged ? 100 * storedWh / capacityWh : 0;
  }

  /** Energy given to all cars so far. */
  public double deliveredWh() {
    return deliveredWh;
  }

  /** The point's ratings. */
  public Design design() {
    return design;
  }
}
