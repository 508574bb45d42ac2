package org.wattward.controller.citylearn;

/** The battery of the published set-up (CityLearn 1.8.0): 6.4 kWh, 5 kW, empty at the start. */
final class HomeBattery {
  static final double POWER_KW = 5;
  static final double CAPACITY_KWH = 6.4;
  private static final double LOSS_COEFFICIENT = 1e-5;
  private static final double[] LIMIT_AT = {0, 0.8, 1};
  private static final double[] LIMIT = {1, 1, 0.2};
  private static final double[] EFFICIENCY_AT = {0, 0.3, 0.7, 0.8, 1};
  private static final double[] EFFICIENCY = {0.83, 0.83, 0.9, 0.9, 0.85};
  private double capacityKwh = CAPACITY_KWH;
  private double storedKwh;

  /**
   * An hour of charging or discharging.
   *
   * @param askedKwh energy to charge, negative to discharge
   * @return energy at the meter, positive while charging
   */
  double step(double askedKwh) {
    double mostKwh = POWER_KW * between(LIMIT_AT, LIMIT, storedKwh / capacityKwh);
    double energyKwh = Math.clamp(askedKwh, -mostKwh, mostKwh);
    double efficiency =
        Math.sqrt(between(EFFICIENCY_AT, EFFICIENCY, Math.abs(energyKwh) / POWER_KW));
    double before = storedKwh;
    storedKwh =
        energyKwh >= 0
            ? Math.min(before + energyKwh * efficiency, capacityKwh)
            : Math.max(0, before + energyKwh / efficiency);
    double change = storedKwh - before;
    double meterKwh = change >= 0 ? change / efficiency : change * efficiency;
    capacityKwh -= LOSS_COEFFICIENT * CAPACITY_KWH * Math.abs(meterKwh) / (2 * capacityKwh);
    return meterKwh;
  }

  private static double between(double[] at, double[] values, double x) {
    if (x <= at[0]) {
      return values[0];
    }
    for (int i = 1; i < at.length; i++) {
      if (x <= at[i]) {
        return values[i - 1] + (values[i] - values[i - 1]) * (x - at[i - 1]) / (at[i] - at[i - 1]);
      }
    }
    return values[values.length - 1];
  }

  double capacityKwh() {
    return capacityKwh;
  }

  double chargePercent() {
    return Math.min(100, 100 * storedKwh / capacityKwh);
  }
}
