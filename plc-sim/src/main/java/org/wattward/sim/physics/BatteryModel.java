package org.wattward.sim.physics;

/**
 * A battery with its inverter: it takes or gives power within its limits and loses some on the way
 * in and out. Capacity does not age; {@link #fullCycles()} counts what would age it.
 */
public final class BatteryModel {
  private final Design design;
  private double storedWh;
  private double powerW;
  private double lossW;
  private double dischargedWh;
  private double leakHours;
  private double leakShare;

  /**
   * A battery's ratings.
   *
   * @param capacityWh what fits between 0 and 100 %
   * @param mostChargeW most power from the network
   * @param mostDischargeW most power to the network, positive
   * @param chargeEfficiency share of taken energy that is stored, 0.5 to 1
   * @param dischargeEfficiency share of stored energy that is given, 0.5 to 1
   * @param leastSharePercent state of charge below which it gives nothing
   * @param selfDischargePerDay share of the stored energy lost in a day
   */
  public record Design(
      double capacityWh,
      double mostChargeW,
      double mostDischargeW,
      double chargeEfficiency,
      double dischargeEfficiency,
      double leastSharePercent,
      double selfDischargePerDay) {
    public Design {
      Check.positive("capacityWh", capacityWh);
      Check.notNegative("mostChargeW", mostChargeW);
      Check.notNegative("mostDischargeW", mostDischargeW);
      Check.inRange("chargeEfficiency", chargeEfficiency, 0.5, 1);
      Check.inRange("dischargeEfficiency", dischargeEfficiency, 0.5, 1);
      Check.inRange("leastSharePercent", leastSharePercent, 0, 50);
      Check.inRange("selfDischargePerDay", selfDischargePerDay, 0, 0.1);
    }

    /** A lithium-iron-phosphate battery: 95 % each way, 5 % kept back, 2 % a month lost. */
    public static Design lithium(double capacityWh, double ratedW) {
      return new Design(capacityWh, ratedW, ratedW, 0.95, 0.95, 5, 0.02 / 30);
    }
  }

  /**
   * A battery.
   *
   * @param stateOfChargePercent at the beginning
   */
  public BatteryModel(Design design, double stateOfChargePercent) {
    this.design = design;
    Check.inRange("stateOfChargePercent", stateOfChargePercent, 0, 100);
    this.storedWh = design.capacityWh * stateOfChargePercent / 100;
  }

  /**
   * Goes one step.
   *
   * @param seconds its length
   * @param wishedW power from the network, negative to it
   */
  public void step(double seconds, double wishedW) {
    double hours = seconds / 3600;
    double before = storedWh;
    double leaked = before * leakedShare(hours);
    double left = before - leaked;
    double room = Math.max(0, design.capacityWh - left);
    double usable = Math.max(0, left - design.capacityWh * design.leastSharePercent / 100);
    double mostInW = Math.min(design.mostChargeW, room / design.chargeEfficiency / hours);
    double mostOutW = Math.min(design.mostDischargeW, usable * design.dischargeEfficiency / hours);
    powerW = Math.clamp(wishedW, -mostOutW, mostInW);
    double storedNow =
        powerW >= 0
            ? powerW * hours * design.chargeEfficiency
            : powerW * hours / design.dischargeEfficiency;
    storedWh = Math.clamp(left + storedNow, 0, design.capacityWh);
    dischargedWh += Math.max(0, -powerW) * hours / design.dischargeEfficiency;
    lossW = powerW - (storedWh - before) / hours;
  }

  /** Steps are mostly of one length, and an exponential for each would cost. */
  private double leakedShare(double hours) {
    if (hours != leakHours) {
      leakHours = hours;
      leakShare = -Math.expm1(Math.log1p(-design.selfDischargePerDay) * hours / 24);
    }
    return leakShare;
  }

  /** Power from the network during the last step, negative to it. */
  public double powerW() {
    return powerW;
  }

  /** What was lost during the last step: conversion and self-discharge. */
  public double lossW() {
    return lossW;
  }

  /** What is stored. */
  public double storedWh() {
    return storedWh;
  }

  /** State of charge. */
  public double stateOfChargePercent() {
    return 100 * storedWh / design.capacityWh;
  }

  /** Energy given so far, in full capacities. */
  public double fullCycles() {
    return dischargedWh / design.capacityWh;
  }

  /** Its ratings. */
  public Design design() {
    return design;
  }
}
