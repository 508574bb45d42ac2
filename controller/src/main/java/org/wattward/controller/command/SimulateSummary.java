package org.wattward.controller.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.wattward.controller.simulation.Line;
import org.wattward.controller.simulation.Plan;
import org.wattward.controller.simulation.Report;
import org.wattward.controller.simulation.ScenarioOutcome;

/**
 * What a simulation came to.
 *
 * @param what what was simulated, a sentence
 * @param machine cores and memory it ran on
 * @param seconds how long it took
 * @param peakHeapMiB greatest heap in use
 * @param lines the figures, by name
 * @param goals figures held against their goals
 * @param scenario how the scenario went, by variant; empty without one
 */
record SimulateSummary(
    String what,
    Machine machine,
    double seconds,
    double peakHeapMiB,
    List<Row> lines,
    List<Goal> goals,
    Map<String, ScenarioOutcome> scenario) {

  /**
   * A figure.
   *
   * @param name what it is
   * @param unit its unit
   * @param values by variant
   * @param baseline without rules; absent when that was not simulated
   */
  record Row(String name, String unit, Map<String, Double> values, OptionalDouble baseline) {}

  /** What of it follows from the command line alone: the same seed gives the same bytes. */
  record Reproducible(String what, List<Row> lines, Map<String, ScenarioOutcome> scenario) {}

  Reproducible reproducible() {
    return new Reproducible(what, lines, scenario);
  }

  static SimulateSummary of(
      Plan plan,
      double seconds,
      Map<String, Report> reports,
      List<Goal> goals,
      Map<String, ScenarioOutcome> scenario) {
    String what =
        "%d days from %s in steps of %d s, %d devices in %d transformer districts, seed %d."
            .formatted(
                plan.days(),
                plan.from().atZone(plan.site().timeZone()).toLocalDate(),
                plan.step().toSeconds(),
                plan.site().devices().size() * plan.quarters(),
                plan.quarters(),
                plan.seed());
    return new SimulateSummary(
        what, Machine.here(), seconds, DemoMeter.peakHeapMiB(), rows(reports), goals, scenario);
  }

  private static List<Row> rows(Map<String, Report> reports) {
    List<Row> rows = new ArrayList<>();
    Map<String, List<Line>> lines = new LinkedHashMap<>();
    reports.forEach((name, report) -> lines.put(name, report.lines()));
    List<Line> first = lines.values().iterator().next();
    for (int i = 0; i < first.size(); i++) {
      Map<String, Double> values = new LinkedHashMap<>();
      int row = i;
      lines.forEach((name, of) -> values.put(name, of.get(row).value()));
      rows.add(new Row(first.get(i).name(), first.get(i).unit(), values, first.get(i).baseline()));
    }
    return rows;
  }

  boolean isMet() {
    return goals.stream().allMatch(Goal::met);
  }

  void print(PrintWriter out) {
    out.println(what);
    out.printf(
        Locale.ROOT,
        "It took %.1f s on %d cores with %.1f GiB; peak heap %.0f MiB.%n%n",
        seconds,
        machine.cores(),
        machine.memoryGiB(),
        peakHeapMiB);
    out.printf("%-36s", "");
    lines.getFirst().values().keySet().forEach(name -> out.printf(" %22s %8s", name, ""));
    out.printf(" %12s%n", lines.getFirst().baseline().isPresent() ? "baseline" : "");
    for (Row row : lines) {
      out.printf("%-36s", row.name());
      row.values()
          .values()
          .forEach(value ->
              out.printf(Locale.ROOT, " %,22.1f %8s", value, change(value, row.baseline())));
      out.printf(
          Locale.ROOT,
          " %12s %s%n",
          row.baseline().isPresent()
              ? String.format(Locale.ROOT, "%,.1f", row.baseline().getAsDouble())
              : "",
          row.unit());
    }
    for (Goal goal : goals) {
      out.printf(
          Locale.ROOT,
          "  %-4s %s: %.1f %s (goal %s)%n",
          goal.met() ? "met" : "NOT",
          goal.name(),
          goal.value(),
          goal.unit(),
          goal.goal());
    }
    out.flush();
  }

  private static String change(double value, OptionalDouble baseline) {
    return baseline.isPresent() && baseline.getAsDouble() != 0
        ? String.format(Locale.ROOT, "%+.1f %%", 100 * (value / baseline.getAsDouble() - 1))
        : "";
  }
}
