package org.wattward.controller.simulation;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.wattward.sim.district.Flow;

/**
 * What a simulation came to, line by line.
 *
 * @param figures with the rules
 * @param baseline without them, if that was simulated
 */
public record Report(Figures figures, Optional<Figures> baseline) {
  private static final double PER_KILO = 1e-3;

  /** Its lines. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    add(lines, "electricity used", "kWh", Flow.CONSUMPTION_WH, PER_KILO);
    add(lines, "import", "kWh", Flow.IMPORT_WH, PER_KILO);
    add(lines, "export", "kWh", Flow.EXPORT_WH, PER_KILO);
    add(lines, "PV", "kWh", Flow.PV_WH, PER_KILO);
    add(lines, "network loss", "kWh", Flow.LOSS_WH, PER_KILO);
    add(lines, "cost", "EUR", Figures::costEur);
    add(lines, "CO2", "kg", Figures::co2Kg);
    add(lines, "peak import, mean of 15 min", "kW", f -> f.peakW() * PER_KILO);
    add(lines, "self-consumption of PV", "%", Report::selfConsumptionPercent);
    add(lines, "renewable and waste-heat share", "%", Report::renewablePercent);
    add(lines, "energy bought", "kWh", Report::boughtKwh);
    add(lines, "heat pumps", "kWh", Flow.HEAT_PUMP_WH, PER_KILO);
    add(lines, "street lighting", "kWh", Flow.LIGHTING_WH, PER_KILO);
    add(lines, "network heat", "kWh", Flow.NETWORK_HEAT_WH, PER_KILO);
    add(lines, "network heat from elsewhere", "kWh", Flow.OTHER_HEAT_WH, PER_KILO);
    add(lines, "waste heat used", "kWh", Flow.WASTE_HEAT_USED_WH, PER_KILO);
    add(lines, "waste heat used of what was there", "%", Report::wasteHeatPercent);
    add(lines, "booster and coolers", "kWh", Report::boosterAndCoolersKwh);
    add(lines, "rooms below 20 °C", "K·h", Flow.COLD_KH, 1);
    add(lines, "rooms above 26 °C", "K·h", Flow.HOT_KH, 1);
    add(lines, "hot water below 42 °C", "K·h", Flow.TEPID_KH, 1);
    add(lines, "compressor starts", "", Flow.STARTS, 1);
    add(lines, "lamp hours", "h", Flow.LAMP_HOURS, 1);
    add(lines, "segments darker than their class", "h", Flow.TOO_DARK_H, 1);
    add(lines, "decisions", "", f -> f.decisions());
    add(lines, "writes", "", f -> f.writes());
    add(lines, "failed writes", "", f -> f.failedWrites());
    return lines;
  }

  private void add(List<Line> lines, String name, String unit, Flow flow, double factor) {
    add(lines, name, unit, figures -> figures.total(flow) * factor);
  }

  private void add(List<Line> lines, String name, String unit, ToDoubleFunction<Figures> of) {
    OptionalDouble base =
        baseline.isPresent()
            ? OptionalDouble.of(of.applyAsDouble(baseline.get()))
            : OptionalDouble.empty();
    lines.add(new Line(name, unit, of.applyAsDouble(figures), base));
  }

  /** A line by its name. */
  public Line line(String name) {
    return lines().stream().filter(line -> line.name().equals(name)).findFirst().orElseThrow();
  }

  private static double percent(double part, double whole) {
    return whole == 0 ? 0 : 100 * part / whole;
  }

  /** Of what PV plants made, the part that was not fed back at the transformers. */
  private static double selfConsumptionPercent(Figures f) {
    double pvWh = f.total(Flow.PV_WH);
    return percent(Math.max(0, pvWh - f.total(Flow.EXPORT_WH)), pvWh);
  }

  /**
   * PV used in the district and waste heat used, of all electricity and network heat used. Ambient
   * heat of heat pumps is not counted, nor what is renewable in the grid's electricity.
   */
  private static double renewablePercent(Figures f) {
    double pvUsedWh = Math.max(0, f.total(Flow.PV_WH) - f.total(Flow.EXPORT_WH));
    return percent(
        pvUsedWh + f.total(Flow.WASTE_HEAT_USED_WH),
        f.total(Flow.CONSUMPTION_WH) + f.total(Flow.NETWORK_HEAT_WH));
  }

  /** Electricity and heat that came from outside. */
  private static double boughtKwh(Figures f) {
    return (f.total(Flow.IMPORT_WH) + f.total(Flow.OTHER_HEAT_WH)) * PER_KILO;
  }

  private static double wasteHeatPercent(Figures f) {
    return percent(f.total(Flow.WASTE_HEAT_USED_WH), f.total(Flow.WASTE_HEAT_THERE_WH));
  }

  private static double boosterAndCoolersKwh(Figures f) {
    return (f.total(Flow.BOOSTER_WH) + f.total(Flow.COOLER_WH)) * PER_KILO;
  }

  /** The months as CSV: a line for each month and variant, flows in kWh. */
  public String monthlyCsv() {
    StringBuilder csv = new StringBuilder("month,rules");
    for (Flow flow : Flow.values()) {
      csv.append(',').append(column(flow));
    }
    csv.append(",cost_eur,co2_kg\n");
    Map<String, Figures> all = new TreeMap<>();
    all.put("with", figures);
    baseline.ifPresent(figuresWithout -> all.put("without", figuresWithout));
    for (YearMonth month : figures.months().keySet()) {
      all.forEach((name, one) -> csv.append(row(month, name, one)));
    }
    return csv.toString();
  }

  private static String row(YearMonth month, String name, Figures figures) {
    Figures.Month sums = figures.months().get(month);
    StringBuilder row = new StringBuilder(month + "," + name);
    if (sums == null) {
      return "";
    }
    for (Flow flow : Flow.values()) {
      double factor = flow.name().endsWith("_WH") ? PER_KILO : 1;
      row.append(',').append(rounded(sums.flows().getOrDefault(flow, 0.0) * factor));
    }
    row.append(',').append(rounded(sums.costEur()));
    return row.append(',').append(rounded(sums.co2Kg())).append('\n').toString();
  }

  private static String column(Flow flow) {
    String name = flow.name().toLowerCase(java.util.Locale.ROOT);
    return name.endsWith("_wh") ? name.substring(0, name.length() - 2) + "kwh" : name;
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }
}
