package org.wattward.controller.citylearn;

/**
 * CityLearn's key figures, each as a ratio to the homes without storage; lower is better.
 *
 * @param cost cost of import, mean of the homes' ratios
 * @param co2 CO2 of import, mean of the homes' ratios
 * @param energyImport imported energy, mean of the homes' ratios
 * @param peak greatest hour of all homes together
 * @param dailyPeak mean of the days' greatest hours of all homes together
 * @param ramping sum of the changes from hour to hour of all homes together
 */
public record Kpis(
    double cost, double co2, double energyImport, double peak, double dailyPeak, double ramping) {

  /** The figures of net loads, one row for each home. */
  static Kpis of(Homes homes, double[][] netKwh) {
    int count = homes.size();
    double cost = 0;
    double co2 = 0;
    double energy = 0;
    double[] with = new double[homes.hours()];
    double[] without = new double[homes.hours()];
    for (int home = 0; home < count; home++) {
      double[] sums = new double[6];
      for (int at = 0; at < homes.hours(); at++) {
        double base = homes.list().get(home).netKwh(at);
        double net = netKwh[home][at];
        sums[0] += Math.max(0, net * homes.price(at));
        sums[1] += Math.max(0, base * homes.price(at));
        sums[2] += Math.max(0, net * homes.kgPerKwh(at));
        sums[3] += Math.max(0, base * homes.kgPerKwh(at));
        sums[4] += Math.max(0, net);
        sums[5] += Math.max(0, base);
        with[at] += net;
        without[at] += base;
      }
      cost += sums[0] / sums[1] / count;
      co2 += sums[2] / sums[3] / count;
      energy += sums[4] / sums[5] / count;
    }
    return new Kpis(
        cost,
        co2,
        energy,
        peak(with, 0, with.length) / peak(without, 0, without.length),
        dailyPeak(with) / dailyPeak(without),
        ramping(with) / ramping(without));
  }

  private static double peak(double[] values, int from, int to) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }

  private static double dailyPeak(double[] values) {
    double sum = 0;
    int days = 0;
    for (int from = 0; from < values.length; from += 24) {
      sum += peak(values, from, Math.min(from + 24, values.length));
      days++;
    }
    return sum / days;
  }

  private static double ramping(double[] values) {
    double sum = 0;
    for (int i = 1; i < values.length; i++) {
      sum += Math.abs(values[i] - values[i - 1]);
    }
    return sum;
  }
}
