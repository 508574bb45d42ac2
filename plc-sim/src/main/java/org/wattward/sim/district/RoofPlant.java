package org.wattward.sim.district;

import java.util.function.ToDoubleFunction;
import org.wattward.sim.physics.PvModel;
import org.wattward.sim.physics.SunPosition;

/** A PV plant on a roof of its own slope and direction: what the weather lets it give. */
final class RoofPlant implements ToDoubleFunction<Moment> {
  /** Cables, inverter, dirt and mismatch, as PVGIS takes them. */
  private static final double LOSS_SHARE = 0.14;

  private static final double MOST_REACTIVE_SHARE = 0.436;
  private static final double NO_LIMIT_PERCENT = 100;

  private final PvModel model;

  /**
   * A plant.
   *
   * @param ratedW its peak power, and that of its inverter
   * @param slopeDeg 0 is flat
   * @param azimuthDeg where it faces; 180 is south
   */
  RoofPlant(double ratedW, double slopeDeg, double azimuthDeg) {
    this.model =
        new PvModel(
            new PvModel.Design(
                ratedW, slopeDeg, azimuthDeg, ratedW, LOSS_SHARE, MOST_REACTIVE_SHARE));
  }

  /** The share of its rated power that the sun offers. */
  @Override
  public double applyAsDouble(Moment moment) {
    model.step(sun(moment), weather(moment), NO_LIMIT_PERCENT, 0);
    return Math.clamp(model.availableW() / model.design().peakW(), 0, 1);
  }

  /** Where the sun stands. */
  static SunPosition sun(Moment moment) {
    return new SunPosition(moment.weather().sunElevationDeg(), moment.weather().sunAzimuthDeg());
  }

  /** The weather as the models of physics take it. */
  static org.wattward.sim.physics.Weather weather(Moment moment) {
    Weather weather = moment.weather();
    return new org.wattward.sim.physics.Weather(
        weather.outdoorC(), weather.globalWPerM2(), weather.diffuseWPerM2(), weather.windMPerS());
  }
}
