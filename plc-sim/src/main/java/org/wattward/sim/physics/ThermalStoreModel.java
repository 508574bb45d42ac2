package org.wattward.sim.physics;

import java.util.Arrays;

/**
 * A hot-water store of stratified layers, the first on top.
 *
 * <p>Charging brings hot water in at the top and takes cold out at the bottom; discharging the
 * other way. Water moves by upwind differences in sub-steps in which no layer is passed whole;
 * layers conduct to their neighbours and lose heat to the room; a layer warmer than the one above
 * mixes with it. Source: the one-dimensional multi-node model in Duffie and Beckman, "Solar
 * Engineering of Thermal Processes", chapter 8.
 */
public final class ThermalStoreModel {
  /** Heat capacity of water, J/(kg·K), at 50 °C. */
  static final double WATER_J_PER_KG_K = 4180;

  private final Design design;
  private final double[] layerC;
  private double chargeW;
  private double dischargeW;
  private double lossW;

  /**
   * A store's dimensions.
   *
   * @param volumeM3 water in it
   * @param heightM how tall it is
   * @param layers how many layers are told apart, 2 to 100
   * @param lossWPerK loss of the whole surface
   * @param conductionWPerMK effective vertical conduction, water and wall; 0.6 is still water, 1 to
   *     2 usual
   */
  public record Design(
      double volumeM3, double heightM, int layers, double lossWPerK, double conductionWPerMK) {
    public Design {
      Check.positive("volumeM3", volumeM3);
      Check.positive("heightM", heightM);
      Check.inRange("layers", layers, 2, 100);
      Check.notNegative("lossWPerK", lossWPerK);
      Check.notNegative("conductionWPerMK", conductionWPerMK);
    }

    /** A store of usual proportions: 2.5 times as tall as wide, 0.5 W/(m²·K) insulation. */
    public static Design usual(double volumeM3, int layers) {
      double diameterM = Math.cbrt(volumeM3 * 4 / (Math.PI * 2.5));
      double surfaceM2 = Math.PI * diameterM * diameterM * (2.5 + 0.5);
      return new Design(volumeM3, 2.5 * diameterM, layers, 0.5 * surfaceM2, 1.5);
    }

    double layerJPerK() {
      return volumeM3 * 1000 * WATER_J_PER_KG_K / layers;
    }

    double betweenLayersWPerK() {
      return conductionWPerMK * (volumeM3 / heightM) / (heightM / layers);
    }
  }

  /** A store of one temperature. */
  public ThermalStoreModel(Design design, double initialC) {
    this.design = design;
    this.layerC = new double[design.layers];
    Arrays.fill(layerC, initialC);
  }

  /**
   * Goes one step with given flows.
   *
   * @param seconds its length
   * @param chargeKgPerS water that comes in at the top
   * @param supplyC its temperature
   * @param dischargeKgPerS water that leaves at the top and comes back at the bottom
   * @param returnC temperature it comes back with
   * @param roomC temperature around the store
   */
  public void step(
      double seconds,
      double chargeKgPerS,
      double supplyC,
      double dischargeKgPerS,
      double returnC,
      double roomC) {
    double most = Math.max(chargeKgPerS, dischargeKgPerS) * WATER_J_PER_KG_K;
    double fastest = most + 2 * design.betweenLayersWPerK() + design.lossWPerK / design.layers;
    int parts = (int) Math.max(1, Math.ceil(2 * fastest * seconds / design.layerJPerK()));
    chargeW = 0;
    dischargeW = 0;
    lossW = 0;
    for (int part = 0; part < parts; part++) {
      part(seconds / parts, chargeKgPerS, supplyC, dischargeKgPerS, returnC, roomC);
    }
    chargeW /= parts;
    dischargeW /= parts;
    lossW /= parts;
  }

  private void part(
      double seconds,
      double chargeKgPerS,
      double supplyC,
      double dischargeKgPerS,
      double returnC,
      double roomC) {
    int bottom = layerC.length - 1;
    double kelvinPerW = seconds / design.layerJPerK();
    double conduction = design.betweenLayersWPerK();
    double downW = chargeKgPerS * WATER_J_PER_KG_K;
    double upW = dischargeKgPerS * WATER_J_PER_KG_K;
    double netDown = downW - upW;
    double topBefore = layerC[0];
    double bottomBefore = layerC[bottom];
    double above = topBefore;
    for (int layer = 0; layer <= bottom; layer++) {
      double here = layerC[layer];
      double below = layer < bottom ? layerC[layer + 1] : here;
      double heat = conduction * (above - here) + conduction * (below - here);
      double loss = design.lossWPerK / layerC.length * (here - roomC);
      heat -= loss;
      lossW += loss;
      // Only the net flow passes between layers; the rest goes straight from port to port.
      if (layer > 0) {
        heat += netDown > 0 ? netDown * (above - here) : 0;
      }
      if (layer < bottom) {
        heat += netDown < 0 ? -netDown * (below - here) : 0;
      }
      above = here;
      layerC[layer] = here + heat * kelvinPerW;
    }
    // At the top: charge brings supply water, discharge takes top water away; what both ports
    // exchange balances with the flow between layers above.
    double chargeTop = downW * (supplyC - topBefore);
    double dischargeBottom = upW * (returnC - bottomBefore);
    layerC[0] += chargeTop * kelvinPerW;
    layerC[bottom] += dischargeBottom * kelvinPerW;
    chargeW += downW * (supplyC - bottomBefore);
    dischargeW += upW * (topBefore - returnC);
    mix();
  }

  /** Evens out layers that lie warmer below colder ones. */
  private void mix() {
    for (int layer = 1; layer < layerC.length; layer++) {
      if (layerC[layer] > layerC[layer - 1]) {
        int first = layer - 1;
        double sum = layerC[layer] + layerC[first];
        int count = 2;
        while (first > 0 && sum / count > layerC[first - 1]) {
          first--;
          sum += layerC[first];
          count++;
        }
        Arrays.fill(layerC, first, first + count, sum / count);
      }
    }
  }

  /** Temperature at the top. */
  public double topC() {
    return layerC[0];
  }

  /** Temperature in the middle. */
  public double middleC() {
    return layerC[layerC.length / 2];
  }

  /** Temperature at the bottom. */
  public double bottomC() {
    return layerC[layerC.length - 1];
  }

  /** Temperatures from top to bottom, a copy. */
  public double[] layersC() {
    return layerC.clone();
  }

  /** Heat brought in by charging during the last step. */
  public double chargeW() {
    return chargeW;
  }

  /** Heat taken out by discharging during the last step. */
  public double dischargeW() {
    return dischargeW;
  }

  /** Heat lost to the room during the last step. */
  public double lossW() {
    return lossW;
  }

  /** Heat stored above a temperature; negative when colder. */
  public double storedWh(double referenceC) {
    double sum = 0;
    for (double layer : layerC) {
      sum += layer - referenceC;
    }
    return sum * design.layerJPerK() / 3600;
  }

  /** Its dimensions. */
  public Design design() {
    return design;
  }
}
