package org.wattward.controller.district;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wattward.devices.network.BranchExchange;
import org.wattward.devices.network.Converged;
import org.wattward.devices.network.GridModel;
import org.wattward.devices.network.PowerFlow;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Zone;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Decider;
import org.wattward.rules.decide.Snapshot;
import org.wattward.rules.decide.Snapshot.Switching;
import org.wattward.rules.engine.RuleEngine;
import org.wattward.rules.packages.PackageLoader;
import org.wattward.rules.packages.RuleBook;

/** The rules of loss-reduction as the only ones that say which lines are exchanged. */
class ExchangeRulesTest {
  private static final Pattern TOLD = Pattern.compile("Close (\\S+) and then open (\\S+?)[:,] .*");
  private static final Instant NOW = Instant.parse("2026-01-15T18:00:00Z");

  private final RuleBook rules =
      new RuleBook(PackageLoader.own(), RuleEngine.Limits.USUAL, Time.system());

  private Decider.Outcome decide(Switching switching, List<Snapshot.HeldCondition> held) {
    Zone zone =
        new Zone(
            "feeder",
            "Feeder",
            Zone.Kind.FEEDER,
            List.of(),
            List.of("loss-reduction"),
            Duration.ofSeconds(1));
    return rules.decide(
        new Snapshot(
            zone,
            NOW,
            ZoneOffset.UTC,
            -20,
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            held,
            List.of(),
            Optional.of(switching),
            Optional.empty(),
            Map.of()));
  }

  /** What the rules tell after what they state has held for a quarter of an hour. */
  private Optional<Matcher> told(Switching switching) {
    List<Snapshot.HeldCondition> held =
        decide(switching, List.of()).conditions().stream()
            .map(one -> new Snapshot.HeldCondition(one.name(), one.subject(), 900))
            .toList();
    return decide(switching, held).notices().stream()
        .map(notice -> TOLD.matcher(notice.text()))
        .filter(Matcher::matches)
        .findFirst();
  }

  @ParameterizedTest
  @CsvSource({"case33bw, 202.6771, 139.5513", "cigre_mv, 303.5818, 221.0899"})
  void theRulesAloneLeadANetworkToItsLeastLossInAtMostSevenExchanges(
      String name, double beforeKw, double afterKw) throws IOException {
    BenchmarkGrid base = BenchmarkGrid.read(name);
    GridModel grid = base.grid();
    SwitchingAdvice advice = new SwitchingAdvice(BranchExchange.Limits.NONE, _ -> 0);
    List<Double> lossesKw = new ArrayList<>(List.of(lossKw(grid, base)));
    Optional<Matcher> told = told(advice.advise(grid, base.loads()));
    while (told.isPresent()) {
      grid = grid.withExchange(told.get().group(1), told.get().group(2));
      lossesKw.add(lossKw(grid, base));
      told = told(advice.advise(grid, base.loads()));
    }

    assertThat(lossesKw.getFirst()).isCloseTo(beforeKw, within(1e-3));
    assertThat(lossesKw.getLast()).isCloseTo(afterKw, within(1e-3));
    assertThat(lossesKw.size() - 1).isBetween(1, 7);
  }

  private static double lossKw(GridModel grid, BenchmarkGrid base) {
    return ((Converged) PowerFlow.solve(grid, base.loads())).totalLossW() / 1e3;
  }

  @Test
  void aNetworkThatCannotBeSolvedIsNotSwitched() throws IOException {
    BenchmarkGrid base = BenchmarkGrid.read("case33bw");
    SwitchingAdvice advice = new SwitchingAdvice(BranchExchange.Limits.NONE, _ -> 0);

    Switching switching = advice.advise(base.grid(), base.loads().copy().scale(10));

    assertThat(switching).isEqualTo(Switching.UNKNOWN);
    assertThat(told(switching)).isEmpty();
  }

  @Test
  void linesThatWereSwitchedOftenEnoughTodayRest() throws IOException {
    BenchmarkGrid base = BenchmarkGrid.read("case33bw");
    Switching rested =
        new SwitchingAdvice(BranchExchange.Limits.NONE, _ -> 3).advise(base.grid(), base.loads());
    Switching worn =
        new SwitchingAdvice(BranchExchange.Limits.NONE, line -> line.equals(rested.open()) ? 4 : 0)
            .advise(base.grid(), base.loads());

    assertThat(told(rested)).isPresent();
    assertThat(told(worn)).isEmpty();
  }

  @Test
  void theLoadsOfAStateSolveToTheSameState() throws IOException {
    BenchmarkGrid base = BenchmarkGrid.read("cigre_mv");
    Converged state = (Converged) PowerFlow.solve(base.grid(), base.loads());

    Converged again = (Converged) PowerFlow.solve(base.grid(), state.loads());

    assertThat(again.totalLossW()).isCloseTo(state.totalLossW(), within(1.0));
  }

  @Test
  void aSwitchThatMovesChangesTheGridAndIsCountedUntilMidnight() throws IOException {
    Map<PointId, Reading> readings = new HashMap<>();
    SwitchBook book =
        new SwitchBook(
            BenchmarkGrid.read("case33bw").grid(),
            ZoneOffset.UTC,
            point -> Optional.ofNullable(readings.get(point)));
    List<String> before = book.grid(NOW).openLines();

    PointId closed = new PointId("34", "closed");
    readings.put(closed, Reading.good(closed, NOW, 1));
    List<String> after = book.grid(NOW).openLines();
    readings.put(closed, Reading.good(closed, NOW, 1).stale());

    assertThat(before).contains("34").hasSize(5);
    assertThat(after).doesNotContain("34").hasSize(4);
    assertThat(book.operationsToday("34")).isEqualTo(1);
    assertThat(book.grid(NOW).openLines()).isEqualTo(after);
    assertThat(book.grid(NOW.plus(Duration.ofHours(6)))).isNotNull();
    assertThat(book.operationsToday("34")).isZero();
  }
}
