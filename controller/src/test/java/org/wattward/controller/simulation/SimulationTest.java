package org.wattward.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.sim.district.DistrictModel;
import org.wattward.sim.district.Flow;

class SimulationTest {
  private static final Instant START = Instant.parse("2026-02-28T23:00:00Z");

  private static Plan plan(int quarters, int days, Duration step, long seed) {
    return new Plan(
        DistrictModel.demoSite(),
        quarters,
        START,
        days,
        step,
        seed,
        PackageLoader.own(),
        Tariff.GERMANY,
        false);
  }

  private static Map<String, Figures> run(Plan plan, int threads, Variant... variants)
      throws InterruptedException {
    return new Simulation(plan, List.of(variants)).run(threads);
  }

  private static Figures figures(Map<String, Figures> all, String variant) {
    return Objects.requireNonNull(all.get(variant), variant);
  }

  private static String csv(Plan plan, int threads) throws InterruptedException {
    return new Report(figures(run(plan, threads, Variant.ALL), "all"), Optional.empty())
        .monthlyCsv();
  }

  @Test
  void theSameSeedGivesTheSameBytesOnAnyNumberOfThreads() throws InterruptedException {
    String one = csv(plan(2, 1, Duration.ofMinutes(15), 7), 1);
    assertThat(csv(plan(2, 1, Duration.ofMinutes(15), 7), 2)).isEqualTo(one);
    assertThat(csv(plan(2, 1, Duration.ofMinutes(15), 8), 2)).isNotEqualTo(one);
  }

  @Test
  void theBooksOfAWeekBalanceAndTheRulesAreAtWork() throws InterruptedException {
    Map<String, Figures> all =
        run(plan(1, 7, Duration.ofMinutes(5), 1), 2, Variant.ALL, Variant.BASELINE);
    all.values().forEach(SimulationTest::balances);
    Report report = new Report(figures(all, "all"), Optional.of(figures(all, "baseline")));
    Line light = report.line("street lighting");
    assertThat(light.value()).isLessThan(light.baseline().orElseThrow());
    Line waste = report.line("waste heat used");
    assertThat(waste.baseline().orElseThrow()).isZero();
    assertThat(waste.value()).isPositive();
    assertThat(report.line("failed writes").value()).isZero();
    assertThat(report.figures().netW().size()).isEqualTo(7 * 96);
  }

  private static void balances(Figures figures) {
    double inWh =
        figures.total(Flow.IMPORT_WH)
            + figures.total(Flow.PV_WH)
            + figures.total(Flow.BATTERY_DISCHARGE_WH);
    double outWh =
        figures.total(Flow.EXPORT_WH)
            + figures.total(Flow.CONSUMPTION_WH)
            + figures.total(Flow.LOSS_WH)
            + figures.total(Flow.BATTERY_CHARGE_WH);
    assertThat(inWh).isCloseTo(outWh, within(1e-6 * outWh));
  }

  @Test
  void theCurveOfQuarterHoursHasTheEnergyOfTheBooks() throws InterruptedException {
    Figures figures = figures(run(plan(1, 1, Duration.ofMinutes(5), 3), 1, Variant.ALL), "all");
    double wh = 0;
    for (int i = 0; i < figures.netW().size(); i++) {
      wh += figures.netW().powerW(i) / 4;
    }
    assertThat(wh)
        .isCloseTo(
            figures.total(Flow.IMPORT_WH) - figures.total(Flow.EXPORT_WH), within(wh * 1e-5));
  }

  @Test
  void requestsLastFromOneCoarseStepToTheNext() throws InterruptedException {
    Figures fine =
        figures(run(plan(1, 1, Duration.ofMinutes(1), 1), 1, Variant.BASELINE), "baseline");
    Figures coarse =
        figures(run(plan(1, 1, Duration.ofMinutes(15), 1), 1, Variant.BASELINE), "baseline");
    double lampHours = fine.total(Flow.LAMP_HOURS);
    assertThat(coarse.total(Flow.LAMP_HOURS)).isCloseTo(lampHours, within(0.05 * lampHours));
  }

  /** Zones that rest while nothing changed for their rules come to what tireless ones come to. */
  @Test
  void zonesThatRestMissNothing() throws InterruptedException {
    Plan plan = plan(1, 2, Duration.ofMinutes(1), 5);
    Figures rested = figures(run(plan, 1, Variant.ALL), "all");
    Figures all = figures(run(plan.tireless(), 1, Variant.ALL), "all");
    for (Flow flow : Flow.values()) {
      double most =
          Math.max(0.01 * Math.abs(all.total(flow)), flow.name().endsWith("WH") ? 500 : 10);
      assertThat(rested.total(flow)).as(flow.name()).isCloseTo(all.total(flow), within(most));
    }
  }

  @Test
  void aStepThatDoesNotDivideAQuarterOfAnHourIsRefused() {
    assertThatThrownBy(() -> plan(1, 1, Duration.ofSeconds(70), 1))
        .hasMessageContaining("does not divide 15 min");
  }

  @Test
  void thePageStandsAloneAndNamesEveryLine() throws InterruptedException {
    Map<String, Figures> all =
        run(plan(1, 1, Duration.ofMinutes(15), 1), 2, Variant.ALL, Variant.BASELINE);
    Report report = new Report(figures(all, "all"), Optional.of(figures(all, "baseline")));
    String page = ChartPage.of(report, "A day", "One <day>.");
    assertThat(page).doesNotContain("http").contains("One &lt;day>.");
    report.lines().forEach(line -> assertThat(page).contains("<td>" + line.name() + "</td>"));
  }
}
