package org.wattward.devices.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BranchExchangeTest {
  private final BranchExchange search = new BranchExchange(BranchExchange.Limits.NONE);

  @Test
  void sevenExchangesBringTheThirtyThreeBusNetworkToItsOptimum() {
    ReferenceGrid base = ReferenceGrid.read("case33bw");
    Json published =
        Json.read("powerflow/case33bw_reconfiguration_exhaustive.json")
            .at("steepest_single_branch_exchange_from_base");
    GridModel grid = base.grid();
    for (Json step : published.list("steps")) {
      Exchange exchange = (Exchange) search.best(grid, base.loads());
      assertThat(exchange.close()).isEqualTo(step.text("close"));
      assertThat(exchange.open()).isEqualTo(step.text("open"));
      assertThat(exchange.lossAfterW() / 1e3).isCloseTo(step.number("loss_kw"), within(6e-5));
      grid = exchange.after().grid();
    }
    assertThat(search.best(grid, base.loads())).isInstanceOf(NoExchange.class);
    assertThat(Set.copyOf(grid.openLines())).isEqualTo(Set.of("6", "8", "13", "31", "36"));
  }

  @Test
  void theMediumVoltageBenchmarkReachesTheBestOfItsRadialStates() {
    ReferenceGrid base = ReferenceGrid.read("cigre_mv");
    List<Double> lossesKw = new ArrayList<>();
    GridModel grid = base.grid();
    while (search.best(grid, base.loads()) instanceof Exchange exchange) {
      assertThat(exchange.savedW()).isPositive();
      lossesKw.add(exchange.lossAfterW() / 1e3);
      grid = exchange.after().grid();
    }
    assertThat(lossesKw).hasSizeLessThanOrEqualTo(7);
    assertThat(lossesKw.getLast()).isCloseTo(221.0899, within(6e-5));
    assertThat(new HashSet<>(grid.openLines())).isEqualTo(Set.of("4", "7", "9"));
  }

  @Test
  void aStateBeyondItsLimitsIsNotAdvisedUnlessThePresentOneIsAsFarBeyond() {
    ReferenceGrid base = ReferenceGrid.read("case33bw");
    // The first published exchange raises the lowest voltage from 0.913; nothing reaches 0.95.
    var strict = new BranchExchange(new BranchExchange.Limits(0.95, 1.05, 1e9));
    assertThat(strict.best(base.grid(), base.loads())).isInstanceOf(Exchange.class);
    GridModel optimum = base.grid().withOpenLines(Set.of("6", "8", "13", "31", "36"));
    GridModel voltageBest = base.grid().withOpenLines(Set.of("6", "8", "13", "27", "31"));
    assertThat(search.best(voltageBest, base.loads())).isInstanceOf(Exchange.class);
    // From here the optimum is one exchange away, but it would lower the lowest voltage.
    assertThat(strict.best(voltageBest, base.loads()))
        .isNotEqualTo(search.best(voltageBest, base.loads()));
    assertThat(((Exchange) search.best(voltageBest, base.loads())).after().grid().openLines())
        .containsExactlyInAnyOrderElementsOf(optimum.openLines());
  }

  @Test
  void onlySwitchableLinesAreSwitched() {
    ReferenceGrid base = ReferenceGrid.read("case33bw");
    var fixed = new BranchExchange(BranchExchange.Limits.NONE, line -> !line.equals("34"));
    Exchange exchange = (Exchange) fixed.best(base.grid(), base.loads());
    assertThat(exchange.close()).isNotEqualTo("34");
    assertThat(
            new BranchExchange(BranchExchange.Limits.NONE, _ -> false)
                .best(base.grid(), base.loads()))
        .isInstanceOf(NoExchange.class);
  }

  @Test
  void aGridThatDoesNotConvergeOrFeedAllIsNotJudged() {
    ReferenceGrid base = ReferenceGrid.read("case33bw");
    GridModel collapsing = base.grid().withOpenLines(Set.of("4", "5", "7", "12", "23"));
    assertThat(search.best(collapsing, base.loads()))
        .isInstanceOfSatisfying(
            NoExchange.class, no -> assertThat(no.reason()).contains("cannot be solved"));
    assertThat(search.best(base.grid().withLineClosed("17", false), base.loads()))
        .isInstanceOfSatisfying(
            NoExchange.class, no -> assertThat(no.reason()).contains("does not feed"));
    assertThat(search.best(base.grid().withLineClosed("33", true), base.loads()))
        .isInstanceOfSatisfying(
            NoExchange.class, no -> assertThat(no.reason()).contains("not radial"));
  }
}
