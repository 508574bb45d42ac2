package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wattward.controller.citylearn.CityLearnCase;
import org.wattward.controller.citylearn.Homes;
import org.wattward.controller.citylearn.Kpis;
import org.wattward.rules.packages.RulePackage;

/**
 * What the homes of the CityLearn data set came to, each figure as a ratio to no control.
 *
 * @param homes how many homes were found
 * @param hours how many hours
 * @param machine the machine
 * @param results the figures by control; the published rule is the baseline
 * @param goals those of the rule packages held against their goals
 */
record CaseSummary(
    int homes, int hours, Machine machine, Map<String, Kpis> results, List<Goal> goals) {
  private static final double MOST_COST = 0.80;
  private static final double MOST_CO2 = 0.84;
  private static final double MOST_PEAK = 0.85;
  private static final double MOST_RAMPING = 0.92;

  static CaseSummary of(Homes homes, List<RulePackage> packages) {
    Kpis ours = CityLearnCase.rules(homes, packages);
    Map<String, Kpis> results = new LinkedHashMap<>();
    results.put("BasicBatteryRBC (published)", CityLearnCase.published(homes));
    results.put("surplus of the hour before", CityLearnCase.surplus(homes));
    results.put("self-consumption, peak-limit", ours);
    return new CaseSummary(
        homes.size(),
        homes.hours(),
        Machine.here(),
        results,
        List.of(
            Goal.atMost("cost", ours.cost(), "", MOST_COST),
            Goal.atMost("CO2", ours.co2(), "", MOST_CO2),
            Goal.atMost("peak", ours.peak(), "", MOST_PEAK),
            Goal.atMost("ramping", ours.ramping(), "", MOST_RAMPING)));
  }

  boolean isMet() {
    return goals.stream().allMatch(Goal::met);
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT, "%d homes, %d hours; each figure as a ratio to no control.%n%n", homes, hours);
    out.printf(
        "%-30s %8s %8s %8s %8s %10s %8s%n",
        "", "cost", "CO2", "import", "peak", "daily peak", "ramping");
    results.forEach((name, kpis) ->
        out.printf(
            Locale.ROOT,
            "%-30s %8.5f %8.5f %8.5f %8.5f %10.5f %8.5f%n",
            name,
            kpis.cost(),
            kpis.co2(),
            kpis.energyImport(),
            kpis.peak(),
            kpis.dailyPeak(),
            kpis.ramping()));
    for (Goal goal : goals) {
      out.printf(
          Locale.ROOT,
          "  %-4s %s: %.4f (goal %s)%n",
          goal.met() ? "met" : "NOT",
          goal.name(),
          goal.value(),
          goal.goal());
    }
    out.flush();
  }
}
