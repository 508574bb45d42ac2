package org.wattward.controller.district;

import java.util.function.ToIntFunction;
import org.wattward.devices.network.BranchExchange;
import org.wattward.devices.network.BusLoads;
import org.wattward.devices.network.Converged;
import org.wattward.devices.network.Exchange;
import org.wattward.devices.network.GridModel;
import org.wattward.devices.network.NoExchange;
import org.wattward.devices.network.PowerFlow;
import org.wattward.rules.decide.Snapshot.Switching;

/** Finds out what one branch exchange would do to a network's loss. */
final class SwitchingAdvice {
  /** Beyond this many lines a search among pairs would take too long for every minute. */
  private static final int MOST_LINES = 200;

  private final BranchExchange search;
  private final ToIntFunction<String> operationsToday;

  /**
   * An adviser.
   *
   * @param limits what a state must keep
   * @param operationsToday how often a line was switched since midnight
   */
  SwitchingAdvice(BranchExchange.Limits limits, ToIntFunction<String> operationsToday) {
    this.search = new BranchExchange(limits);
    this.operationsToday = operationsToday;
  }

  /** Whether there is anything to exchange in a grid, and not too much to search. */
  static boolean isPossible(GridModel grid) {
    return !grid.openLines().isEmpty() && grid.lines().size() <= MOST_LINES;
  }

  /** What the best exchange would do. */
  Switching advise(GridModel grid, BusLoads loads) {
    if (!(PowerFlow.solve(grid, loads) instanceof Converged now)) {
      return Switching.UNKNOWN;
    }
    return switch (search.best(grid, loads)) {
      case NoExchange _ -> new Switching(true, "", "", now.totalLossW(), 0, false, 0);
      case Exchange exchange ->
          new Switching(
              true,
              exchange.close(),
              exchange.open(),
              now.totalLossW(),
              exchange.savedW(),
              exchange.needsAnother(),
              Math.max(
                  operationsToday.applyAsInt(exchange.close()),
                  operationsToday.applyAsInt(exchange.open())));
    };
  }
}
