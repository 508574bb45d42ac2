package org.wattward.sim.district;

import java.util.List;
import java.util.OptionalDouble;
import org.wattward.sim.physics.BuildingDesign.Emitter;
import org.wattward.sim.physics.CopCurve.When2Heat;
import org.wattward.sim.physics.DomesticGains;
import org.wattward.sim.physics.GroundTemperature;
import org.wattward.sim.physics.HeatPumpDesign;
import org.wattward.sim.physics.HeatingCurve;

/**
 * What a house and its heat pump are, as far as a site says it.
 *
 * @param pump the heat pump
 * @param groundSource whether it takes its heat from the ground, not from outdoor air
 * @param supplyC supply temperature on the coldest day; empty for usual radiators at 50 °C
 * @param homeM2 floor area of a home whose people come, go and shower as people do; empty for an
 *     area that follows from the heat need, with gains and hot water that do not follow the day
 */
record HouseDesign(
    HeatPumpDesign pump, boolean groundSource, OptionalDouble supplyC, OptionalDouble homeM2) {
  /** The outdoor temperature for which heating is laid out. */
  static final double COLDEST_C = -12;

  private static final double RADIATOR_SUPPLY_C = 50;

  /** No radiator is laid out for so little. */
  private static final double WARMEST_FLOOR_C = 40;

  private static final double NO_HEATING_ABOVE_C = 20;
  private static final double COLLECTOR_DEPTH_M = 1.5;
  private static final double COLDEST_DAY = 30;
  private static final double GAINS_W_PER_M2 = 3;
  private static final double MEAN_HOT_WATER_W = 280;
  private static final double DAY_S = 86_400;
  private static final GroundTemperature GROUND = GroundTemperature.germany();

  /** A house with radiators and an air-source heat pump. */
  static HouseDesign usual(double ratedW) {
    return new HouseDesign(
        HeatPumpDesign.air(ratedW), false, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Supply temperature on the coldest day. */
  double designSupplyC() {
    return supplyC.orElse(RADIATOR_SUPPLY_C);
  }

  Emitter emitter() {
    return designSupplyC() <= WARMEST_FLOOR_C ? Emitter.FLOOR : Emitter.RADIATOR;
  }

  /** What the heat pump draws heat from on the coldest day. */
  double coldestSourceC() {
    return groundSource
        ? When2Heat.groundSourceC(GROUND.onDayC(COLDEST_DAY, COLLECTOR_DEPTH_M))
        : COLDEST_C;
  }

  /** What the heat pump draws heat from. */
  double sourceC(Moment moment) {
    return groundSource
        ? When2Heat.groundSourceC(GROUND.onDayC(moment.at().day(), COLLECTOR_DEPTH_M))
        : moment.weather().outdoorC();
  }

  /** The supply temperature over outdoors, ready to be asked. */
  Curve curve() {
    if (supplyC.isEmpty()) {
      return outdoorC -> Math.clamp(When2Heat.radiatorSinkC(outdoorC), 28, 55);
    }
    double returnC = Math.max(NO_HEATING_ABOVE_C, designSupplyC() - 8);
    HeatingCurve line =
        new HeatingCurve(
            List.of(
                new HeatingCurve.Point(COLDEST_C, designSupplyC(), returnC),
                new HeatingCurve.Point(
                    NO_HEATING_ABOVE_C, NO_HEATING_ABOVE_C + 2, NO_HEATING_ABOVE_C)));
    return line::supplyC;
  }

  /** Supply temperature over the outdoor one. */
  interface Curve {
    double supplyC(double outdoorC);
  }

  /** Heat of people and appliances. */
  double internalW(Moment moment, double floorAreaM2) {
    return homeM2.isPresent()
        ? DomesticGains.internalW(floorAreaM2, moment.at().isWeekend(), moment.at().localHour())
        : GAINS_W_PER_M2 * floorAreaM2;
  }

  /** Hot water that people want in a step, as heat. */
  double hotWaterW(Moment moment) {
    if (homeM2.isEmpty()) {
      return MEAN_HOT_WATER_W * moment.hotWaterFactor();
    }
    double endS = moment.at().localHour() * 3600;
    double startS =
        endS >= moment.seconds() ? endS - moment.seconds() : endS - moment.seconds() + DAY_S;
    return DomesticGains.hotWaterWh(startS, moment.seconds()) * 3600 / moment.seconds();
  }
}
