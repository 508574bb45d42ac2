package org.wattward.controller.zone;

import java.util.Arrays;

/**
 * How far a battery should fill and drain, over the hours that are expected. Pure.
 *
 * @param fillW surplus to leave alone
 * @param drainW need to leave alone
 * @param spareW mean surplus beyond what fills the battery
 */
record Levels(double fillW, double drainW, double spareW) {
  /** Mean one-way efficiency of batteries with their inverters. */
  private static final double EFFICIENCY = 0.915;

  private static final int HALVINGS = 40;
  private static final double A_LEVEL_W = 50;

  /** The hours that are expected, from now on. */
  static final class Ahead {
    private final double[] needW;
    private final double[] hours;
    private final boolean[] dear;

    /**
     * The hours.
     *
     * @param needW mean need of each, negative for surplus
     * @param firstHours the share of the first that is still to come
     * @param dear whether each is a dear one
     */
    Ahead(double[] needW, double firstHours, boolean[] dear) {
      this.needW = needW.clone();
      this.hours = new double[needW.length];
      Arrays.fill(hours, 1);
      hours[0] = firstHours;
      this.dear = dear.clone();
    }
  }

  /**
   * The battery.
   *
   * @param storedWh what is in it
   * @param capacityWh what it holds
   * @param cheapW by how much the need to leave alone is greater in cheap hours than in dear ones
   */
  record Store(double storedWh, double capacityWh, double cheapW) {}

  static Levels of(Ahead ahead, Store store) {
    double roomWh = Math.max(0, store.capacityWh - store.storedWh) / EFFICIENCY;
    int sunny = run(ahead.needW, true);
    double surplusWh = aboveWh(ahead, sunny, -1, 0, 0);
    double fillW = surplusWh <= roomWh ? 0 : level(ahead, sunny, -1, roomWh, 0);
    double hours = 0;
    for (int hour = 0; hour < sunny; hour++) {
      hours += ahead.hours[hour];
    }
    double spareW = hours > 0 ? Math.max(0, surplusWh - roomWh) / hours : 0;
    int needy = Math.max(1, run(ahead.needW, false));
    double availableWh = store.storedWh * EFFICIENCY;
    double drainW = level(ahead, needy, 1, availableWh, store.cheapW);
    return new Levels(fillW, drainW + (ahead.dear[0] ? 0 : raised(drainW, store.cheapW)), spareW);
  }

  /** How many hours from now on have surplus, or have none. */
  private static int run(double[] needW, boolean surplus) {
    int hours = 0;
    while (hours < needW.length && needW[hours] < 0 == surplus) {
      hours++;
    }
    return hours;
  }

  /** The level above which the hours hold just this energy. */
  private static double level(Ahead ahead, int hours, int sign, double energyWh, double cheapW) {
    double low = 0;
    double high = 0;
    for (int hour = 0; hour < hours; hour++) {
      high = Math.max(high, sign * ahead.needW[hour]);
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (aboveWh(ahead, hours, sign, middle, cheapW) > energyWh) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low < 1e-3 ? 0 : low;
  }

  private static double aboveWh(Ahead ahead, int hours, int sign, double levelW, double cheapW) {
    double sum = 0;
    for (int hour = 0; hour < hours; hour++) {
      double over = ahead.dear[hour] ? levelW : levelW + raised(levelW, cheapW);
      sum += ahead.hours[hour] * Math.max(0, sign * ahead.needW[hour] - over);
    }
    return sum;
  }

  /** What is enough for all hours needs no level, in cheap ones neither. */
  private static double raised(double levelW, double cheapW) {
    return cheapW * Math.min(1, levelW / A_LEVEL_W);
  }
}
