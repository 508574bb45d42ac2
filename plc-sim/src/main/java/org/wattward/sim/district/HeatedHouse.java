package org.wattward.sim.district;

import org.wattward.sim.physics.Building5R1C;
import org.wattward.sim.physics.BuildingDesign;
import org.wattward.sim.physics.HeatPumpModel;

/**
 * A house with a heat pump, a buffer in front of its radiators and a hot-water tank. The heat
 * pump's own controller follows a heating curve and serves the tank first; from outside it takes
 * SG-Ready states, a power limit, a PV surplus and a supply temperature.
 */
final class HeatedHouse {
  private static final double ROOM_C = 20.5;
  private static final double CELLAR_C = 15;
  private static final double TANK_LOW_C = 44;
  private static final double TANK_HIGH_C = 51;
  private static final double TANK_SINK_C = 52;
  private static final double BUFFER_HIGHEST_C = 58;
  private static final double COLD_WATER_C = 10;
  private static final double TANK_J_PER_K = 200 * 4180;
  private static final double TANK_LOSS_W_PER_K = 1.5;
  private static final double BUFFER_LOSS_W_PER_K = 2;

  /**
   * Thermostats and room sensors follow the room slowly; the building's air node has no inertia.
   */
  private static final double SENSOR_S = 600;

  private final HouseDesign design;
  private final HouseDesign.Curve curve;
  private final HeatPumpModel pump;
  private final Building5R1C building;
  private final double emitterWPerK;
  private final double bufferJPerK;
  private double bufferC;
  private double tankC;
  private double roomC;
  private double sourceC;
  private double emittedW;
  private double freeHeatW;
  private double bufferLossW;
  private double tankLossW;
  private double drawnW;
  private boolean heating;
  private boolean heatingTank;
  private double sensorStepS;
  private double sensorShare;

  /**
   * What is asked of the heat pump from outside.
   *
   * @param sgReady SG-Ready state, 1 lock to 4 force
   * @param limitW most electric power
   * @param surplusW PV power it may use beyond its need
   * @param supplyC supply temperature; NaN for the heating curve's
   */
  record Wish(int sgReady, double limitW, double surplusW, double supplyC) {}

  /**
   * A house that its heat pump can just heat on the coldest day.
   *
   * @param design what it is
   * @param roomC temperature indoors at the beginning
   * @param tankC temperature of the hot water at the beginning
   */
  HeatedHouse(HouseDesign design, double roomC, double tankC) {
    this.design = design;
    this.curve = design.curve();
    this.pump = new HeatPumpModel(design.pump());
    double designHeatW = pump.mostHeatW(design.coldestSourceC(), design.designSupplyC());
    double lossWPerK = designHeatW / (ROOM_C - HouseDesign.COLDEST_C);
    double areaM2 = design.homeM2().orElse(lossWPerK / 1.3);
    this.building =
        new Building5R1C(BuildingDesign.house(areaM2, lossWPerK, design.emitter()), roomC);
    this.emitterWPerK = designHeatW / (design.designSupplyC() - ROOM_C);
    this.bufferJPerK = 300 * design.pump().ratedW();
    this.bufferC = 35;
    this.roomC = roomC;
    this.tankC = tankC;
  }

  /**
   * Goes one step.
   *
   * @param wish what is asked from outside
   */
  void step(Moment moment, Wish wish) {
    Weather weather = moment.weather();
    emit(moment, roomTargetC(wish));
    double targetC = bufferTargetC(weather.outdoorC(), wish);
    choose(targetC);
    double sinkC = heatingTank ? TANK_SINK_C : Math.max(targetC, bufferC);
    sourceC = design.sourceC(moment);
    pump.step(moment.seconds(), wishedW(wish, targetC, sourceC, sinkC), sourceC, sinkC);
    heat(moment);
  }

  private static double roomTargetC(Wish wish) {
    return switch (wish.sgReady()) {
      case 3 -> ROOM_C + 1;
      case 4 -> ROOM_C + 2;
      default -> wish.surplusW() > 0 ? ROOM_C + 1 : ROOM_C;
    };
  }

  private double bufferTargetC(double outdoorC, Wish wish) {
    double curveC = Double.isNaN(wish.supplyC()) ? curve.supplyC(outdoorC) : wish.supplyC();
    double raisedK = wish.sgReady() == 4 ? 10 : wish.sgReady() == 3 ? 4 : 0;
    return Math.min(
        BUFFER_HIGHEST_C, curveC + raisedK + (wish.surplusW() >= pump.design().leastW() ? 10 : 0));
  }

  /** Radiators with a thermostat that opens over one kelvin. */
  private void emit(Moment moment, double targetC) {
    Weather weather = moment.weather();
    double open = Math.clamp(targetC + 0.5 - roomC, 0, 1);
    emittedW = Math.max(0, open * emitterWPerK * (bufferC - roomC));
    double areaM2 = building.design().floorAreaM2();
    Building5R1C.Load load =
        new Building5R1C.Load(
            weather.outdoorC(),
            0.04 * areaM2 * weather.globalWPerM2(),
            design.internalW(moment, areaM2),
            emittedW);
    building.step(moment.seconds(), load);
    freeHeatW = building.gainsW(load) - emittedW;
    roomC += (building.operativeC() - roomC) * sensorShare(moment.seconds());
  }

  /** How far the sensor comes in a step; steps are mostly of one length. */
  private double sensorShare(double seconds) {
    if (seconds != sensorStepS) {
      sensorStepS = seconds;
      sensorShare = -Math.expm1(-seconds / SENSOR_S);
    }
    return sensorShare;
  }

  private void choose(double targetC) {
    heatingTank = tankC < TANK_LOW_C || (heatingTank && tankC < TANK_HIGH_C);
    heating = bufferC < targetC - 2 || (heating && bufferC < targetC + 3);
  }

  private double wishedW(Wish wish, double targetC, double sourceC, double sinkC) {
    if (wish.sgReady() == 1 || wish.limitW() < pump.design().leastW()) {
      return 0;
    }
    double ratedW = pump.design().ratedW();
    double wishedW = 0;
    if (heatingTank) {
      wishedW = ratedW;
    } else if (heating) {
      double heatW = emittedW + (targetC + 1 - bufferC) * bufferJPerK / 900;
      wishedW =
          Math.clamp(pump.powerForHeatW(heatW, sourceC, sinkC), pump.design().leastW(), ratedW);
    }
    if (bufferC < BUFFER_HIGHEST_C - 3) {
      if (wish.sgReady() == 4) {
        wishedW = ratedW;
      } else if (wish.surplusW() >= pump.design().leastW()) {
        wishedW = Math.max(wishedW, Math.min(wish.surplusW(), ratedW));
      }
    }
    return Math.min(wishedW, wish.limitW());
  }

  private void heat(Moment moment) {
    double seconds = moment.seconds();
    double toTankW = heatingTank ? pump.heatW() : 0;
    double toBufferW = pump.heatW() - toTankW;
    bufferLossW = BUFFER_LOSS_W_PER_K * (bufferC - CELLAR_C);
    bufferC += (toBufferW - emittedW - bufferLossW) * seconds / bufferJPerK;
    tankLossW = TANK_LOSS_W_PER_K * (tankC - CELLAR_C);
    // Who draws from a tank gone cold gets cold water, which takes no heat.
    double mostW = (tankC - COLD_WATER_C) * TANK_J_PER_K / seconds + toTankW - tankLossW;
    drawnW = Math.clamp(design.hotWaterW(moment), 0, Math.max(0, mostW));
    tankC += (toTankW - drawnW - tankLossW) * seconds / TANK_J_PER_K;
  }

  double electricW() {
    return pump.electricW();
  }

  double heatW() {
    return pump.heatW();
  }

  /** Heat that came in during the last step: the pump's, people's and the sun's. */
  double gainsW() {
    return pump.heatW() + freeHeatW;
  }

  /** Heat that left during the last step: to outdoors, to the cellar and as hot water. */
  double lossesW() {
    return building.lossW() + bufferLossW + tankLossW + drawnW;
  }

  /** Heat in its mass, its buffer and its tank, above 0 °C. */
  double storedJ() {
    return building.storedJ() + bufferJPerK * bufferC + TANK_J_PER_K * tankC;
  }

  /** What its heat pump draws heat from. */
  double sourceC() {
    return sourceC;
  }

  double supplyC() {
    return heatingTank && pump.running() ? tankC + 3 : bufferC + (pump.running() ? 2.5 : 0);
  }

  double returnC() {
    return supplyC() - (pump.running() ? 5 : 1);
  }

  double roomC() {
    return roomC;
  }

  double bufferC() {
    return bufferC;
  }

  double tankC() {
    return tankC;
  }

  long starts() {
    return pump.starts();
  }

  boolean running() {
    return pump.running();
  }

  boolean heatingTank() {
    return heatingTank;
  }
}
