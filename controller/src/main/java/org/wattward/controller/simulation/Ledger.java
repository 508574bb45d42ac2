package org.wattward.controller.simulation;

import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.district.Flow;

/** Keeps one district's books by month and its powers by quarter of an hour. One thread. */
final class Ledger {
  private final Plan plan;
  private final SortedMap<YearMonth, Figures.Month> months = new TreeMap<>();
  private final float[] netW;
  private final float[] pvW;
  private final int stepsOfQuarter;
  private Map<Flow, Double> monthBegan;
  private Instant monthEnds;
  private YearMonth month;
  private double costEur;
  private double co2Kg;
  private Instant hourEnds = Instant.MIN;
  private double priceEurPerKwh;
  private double importWh;
  private double exportWh;
  private double otherHeatWh;
  private double quarterNetWh;
  private double quarterPvWh;
  private long steps;

  Ledger(Plan plan, DistrictModel model) {
    this.plan = plan;
    int quarters = plan.days() * 96;
    netW = new float[quarters];
    pvW = new float[quarters];
    stepsOfQuarter = (int) (Plan.QUARTER_HOUR_S / plan.step().toSeconds());
    monthBegan = model.sums();
    month = YearMonth.from(plan.from().atZone(plan.site().timeZone()));
    monthEnds = end(month);
    note(model);
    quarterNetWh = importWh - exportWh;
    quarterPvWh = model.sum(Flow.PV_WH);
  }

  private Instant end(YearMonth of) {
    return of.plusMonths(1).atDay(1).atStartOfDay(plan.site().timeZone()).toInstant();
  }

  private void note(DistrictModel model) {
    importWh = model.sum(Flow.IMPORT_WH);
    exportWh = model.sum(Flow.EXPORT_WH);
    otherHeatWh = model.sum(Flow.OTHER_HEAT_WH);
  }

  /** Enters a step that the model has just taken. */
  void enter(DistrictModel model) {
    Instant now = model.now();
    Instant began = now.minus(plan.step());
    if (!began.isBefore(hourEnds)) {
      hourEnds = began.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
      priceEurPerKwh = model.priceEurPerKwh(began);
    }
    double importKwh = (model.sum(Flow.IMPORT_WH) - importWh) / 1000;
    double exportKwh = (model.sum(Flow.EXPORT_WH) - exportWh) / 1000;
    double heatKwh = (model.sum(Flow.OTHER_HEAT_WH) - otherHeatWh) / 1000;
    Tariff tariff = plan.tariff();
    costEur +=
        importKwh * (priceEurPerKwh + tariff.surchargeEurPerKwh())
            - exportKwh * tariff.exportEurPerKwh()
            + heatKwh * tariff.heatEurPerKwh();
    co2Kg += importKwh * tariff.gridKgPerKwh() + heatKwh * tariff.heatKgPerKwh();
    note(model);
    steps++;
    if (steps % stepsOfQuarter == 0) {
      enterQuarterHour(model);
    }
    if (!now.isBefore(monthEnds)) {
      closeMonth(model);
      month = month.plusMonths(1);
      monthEnds = end(month);
    }
  }

  private void enterQuarterHour(DistrictModel model) {
    int quarter = (int) (steps / stepsOfQuarter) - 1;
    double netWh = importWh - exportWh;
    netW[quarter] = (float) ((netWh - quarterNetWh) * 4);
    quarterNetWh = netWh;
    double pvWh = model.sum(Flow.PV_WH);
    pvW[quarter] = (float) ((pvWh - quarterPvWh) * 4);
    quarterPvWh = pvWh;
    if (steps == plan.steps()) {
      closeMonth(model);
    }
  }

  private void closeMonth(DistrictModel model) {
    Map<Flow, Double> now = model.sums();
    Map<Flow, Double> flowed = new EnumMap<>(Flow.class);
    now.forEach((flow, sum) -> flowed.put(flow, sum - monthBegan.getOrDefault(flow, 0.0)));
    if (flowed.values().stream().anyMatch(amount -> amount != 0)) {
      months.merge(month, new Figures.Month(flowed, costEur, co2Kg), Figures.Month::plus);
    }
    monthBegan = now;
    costEur = 0;
    co2Kg = 0;
  }

  Figures figures(long decisions, long writes, long failedWrites) {
    return new Figures(months, new Curve(netW), new Curve(pvW), decisions, writes, failedWrites);
  }
}
