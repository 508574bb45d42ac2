package org.wattward.controller.simulation;

import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wattward.sim.district.Flow;

/**
 * What a simulated district came to.
 *
 * @param months what flowed in each month, local time
 * @param netW power at all transformers together, mean of each quarter of an hour, import positive
 * @param pvW power of all PV plants, mean of each quarter of an hour
 * @param decisions decisions that were made
 * @param writes writes that were sent
 * @param failedWrites writes that failed
 */
public record Figures(
    SortedMap<YearMonth, Month> months,
    Curve netW,
    Curve pvW,
    long decisions,
    long writes,
    long failedWrites) {

  /**
   * A month's sums.
   *
   * @param flows what flowed
   * @param costEur cost of import and other heat less what export earned
   * @param co2Kg CO2 of import and other heat
   */
  public record Month(Map<Flow, Double> flows, double costEur, double co2Kg) {
    Month plus(Month other) {
      Map<Flow, Double> sum = new EnumMap<>(flows);
      other.flows.forEach((flow, amount) -> sum.merge(flow, amount, Double::sum));
      return new Month(sum, costEur + other.costEur, co2Kg + other.co2Kg);
    }
  }

  /** All districts as one; in the order given, so that the same ones give the same bits. */
  static Figures sum(List<Figures> all) {
    SortedMap<YearMonth, Month> months = new TreeMap<>();
    long decisions = 0;
    long writes = 0;
    long failed = 0;
    for (Figures one : all) {
      one.months.forEach((month, sums) -> months.merge(month, sums, Month::plus));
      decisions += one.decisions;
      writes += one.writes;
      failed += one.failedWrites;
    }
    return new Figures(
        months,
        Curve.sum(all.stream().map(Figures::netW).toList()),
        Curve.sum(all.stream().map(Figures::pvW).toList()),
        decisions,
        writes,
        failed);
  }

  /** What flowed in all. */
  public double total(Flow flow) {
    return months.values().stream().mapToDouble(month -> month.flows().get(flow)).sum();
  }

  double costEur() {
    return months.values().stream().mapToDouble(Month::costEur).sum();
  }

  double co2Kg() {
    return months.values().stream().mapToDouble(Month::co2Kg).sum();
  }

  /** Greatest import of a quarter of an hour. */
  double peakW() {
    return netW.greatestW();
  }
}
