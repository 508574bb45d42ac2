package org.wattward.sim.district;

import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.sim.physics.GroundTemperature;
import org.wattward.sim.physics.HeatNetworkModel;
import org.wattward.sim.physics.HeatingCurve;

/**
 * Who takes heat from a store: a few houses around it without any pipes to speak of, or where a
 * site says how large it is, a network with its curve, pipes, pumps and peak boiler.
 */
final class HeatCustomers {
  private static final double HEATED_BELOW_C = 18;
  private static final double COLDEST_C = -12;
  private static final double FEW_HOUSES_W_PER_K = 450;
  private static final double FEW_HOUSES_HOT_WATER_W = 3000;
  private static final double HOT_WATER_SHARE = 0.1;
  private static final double PIPE_DEPTH_M = 1;
  private static final GroundTemperature GROUND = GroundTemperature.germany();

  private final double heatingWPerK;
  private final double hotWaterW;
  private final Optional<HeatNetworkModel> network;
  private double demandW;

  /**
   * Customers.
   *
   * @param ratedW what all of a network's customers take on the coldest day; empty for a few houses
   */
  HeatCustomers(OptionalDouble ratedW) {
    if (ratedW.isEmpty()) {
      heatingWPerK = FEW_HOUSES_W_PER_K;
      hotWaterW = FEW_HOUSES_HOT_WATER_W;
      network = Optional.empty();
    } else {
      double rated = ratedW.getAsDouble();
      heatingWPerK = (1 - HOT_WATER_SHARE) * rated / (HEATED_BELOW_C - COLDEST_C);
      hotWaterW = HOT_WATER_SHARE * rated;
      network =
          Optional.of(
              new HeatNetworkModel(
                  HeatNetworkModel.Design.local(HeatingCurve.localNetwork(), rated)));
    }
  }

  /** The heat that has to come from somewhere in this step, pipe losses included. */
  double needW(Moment moment) {
    demandW =
        heatingWPerK * Math.max(0, HEATED_BELOW_C - moment.weather().outdoorC())
            + hotWaterW * moment.hotWaterFactor();
    return network
        .map(pipes -> pipes.needW(demandW, moment.weather().outdoorC(), groundC(moment)))
        .orElse(demandW);
  }

  /**
   * Takes what the store gives; the peak boiler makes the rest.
   *
   * @param offeredW at most {@link #needW}
   */
  void take(Moment moment, double offeredW) {
    network.ifPresent(
        pipes -> pipes.step(demandW, moment.weather().outdoorC(), groundC(moment), offeredW, true));
  }

  private static double groundC(Moment moment) {
    return GROUND.onDayC(moment.at().day(), PIPE_DEPTH_M);
  }

  /** What they took. */
  double demandW() {
    return demandW;
  }

  /** Electric power of the network's pumps, which ends as heat in its water. */
  double pumpW() {
    return network.map(HeatNetworkModel::pumpW).orElse(0.0);
  }

  /** Heat lost to the ground. */
  double pipeLossW() {
    return network.map(HeatNetworkModel::pipeLossW).orElse(0.0);
  }
}
