package org.wattward.devices.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the single branch exchange that lowers a radial grid's loss the most.
 *
 * <p>Every open line is tried closed with every line of its loop opened, and every state is solved
 * (Civanlar et al. 1988 name the operation; nothing is approximated here). Only a converged, radial
 * state that feeds every bus counts, and only one that keeps the limits, or is no worse against
 * them than the grid is now.
 *
 * <p>When no single exchange helps, pairs are tried, and the first of the best pair is advised with
 * the loss that the second promises. Asked again afterwards with the same loads, the search finds
 * that second or a better one, never the way back. A pair costs the square of a single search: some
 * tenths of a second on tens of buses, too long for thousands.
 */
public final class BranchExchange {
  private final Limits limits;
  private final Predicate<String> switchable;

  /**
   * What a state must keep.
   *
   * @param lowestVoltagePu lowest voltage of any bus
   * @param highestVoltagePu highest voltage of any bus
   * @param mostLoadingPercent highest loading of any line or transformer
   */
  public record Limits(double lowestVoltagePu, double highestVoltagePu, double mostLoadingPercent) {
    /** Nothing limits. */
    public static final Limits NONE = new Limits(0, 10, Double.MAX_VALUE);

    /** EN 50160 at the bus, rated currents in the lines. */
    public static final Limits USUAL = new Limits(0.9, 1.1, 100);
  }

  /** A search in which every line may be switched. */
  public BranchExchange(Limits limits) {
    this(limits, _ -> true);
  }

  /**
   * A search.
   *
   * @param limits what a state must keep
   * @param switchable whether the line of an id has switches that may be used
   */
  public BranchExchange(Limits limits, Predicate<String> switchable) {
    this.limits = limits;
    this.switchable = switchable;
  }

  /**
   * The best exchange.
   *
   * @param grid the grid as it stands
   * @param loads what is drawn at its buses
   */
  public ExchangeAdvice best(GridModel grid, BusLoads loads) {
    List<String> unsupplied = grid.unsuppliedBuses();
    if (!unsupplied.isEmpty()) {
      return new NoExchange(
          "The grid does not feed %s; losses of such a state say nothing.".formatted(unsupplied));
    }
    if (!grid.isRadial()) {
      return new NoExchange("The grid is not radial as it stands; open its loops first.");
    }
    return switch (PowerFlow.solve(grid, loads)) {
      case NotConverged no ->
          new NoExchange("The grid as it stands cannot be solved: " + no.reason());
      case Converged now -> best(now, loads);
    };
  }

  private ExchangeAdvice best(Converged now, BusLoads loads) {
    // What is saved must be more than what the solution may be wrong by.
    double goalW = now.totalLossW() * (1 - 1e-6) - 1e-3;
    Extremes present = Extremes.of(now);
    List<Exchange> all = exchanges(now, loads, present);
    Optional<Exchange> single = least(all, goalW);
    if (single.isPresent()) {
      return single.get();
    }
    @Nullable Exchange bestFirst = null;
    double promisedW = goalW;
    for (Exchange first : all) {
      Optional<Exchange> second = least(exchanges(first.after(), loads, present), promisedW);
      if (second.isPresent()) {
        promisedW = second.get().lossAfterW();
        bestFirst = first;
      }
    }
    return bestFirst == null
        ? new NoExchange(
            "Neither one exchange nor two that keep the limits save anything on %.1f W of loss."
                .formatted(now.totalLossW()))
        : new Exchange(
            bestFirst.close(), bestFirst.open(), now.totalLossW(), bestFirst.after(), promisedW);
  }

  private static Optional<Exchange> least(List<Exchange> exchanges, double belowW) {
    return exchanges.stream()
        .filter(exchange -> exchange.lossAfterW() < belowW)
        .min(Comparator.comparingDouble(Exchange::lossAfterW));
  }

  /** Every exchange that leads to a state that counts. */
  private List<Exchange> exchanges(Converged now, BusLoads loads, Extremes present) {
    GridModel grid = now.grid();
    List<Exchange> found = new ArrayList<>();
    for (String tie : grid.openLines()) {
      if (!switchable.test(tie)) {
        continue;
      }
      for (String candidate : loop(grid, tie)) {
        GridModel other = grid.withExchange(tie, candidate);
        if (other.isRadial()
            && other.unsuppliedBuses().isEmpty()
            && PowerFlow.solve(other, loads) instanceof Converged state
            && Extremes.of(state).keep(limits, present)) {
          found.add(new Exchange(tie, candidate, now.totalLossW(), state, state.totalLossW()));
        }
      }
    }
    return found;
  }

  /** The closed lines between the two ends of an open one. */
  private List<String> loop(GridModel grid, String tie) {
    int branch = grid.branchIndex(tie);
    Circuit circuit = grid.circuit();
    List<String> lines = new ArrayList<>();
    Set<Integer> fromSide = new LinkedHashSet<>();
    climb(grid, circuit.nodeOfBus[grid.fromBus(branch)], fromSide);
    Set<Integer> toSide = new LinkedHashSet<>();
    climb(grid, circuit.nodeOfBus[grid.toBus(branch)], toSide);
    addLines(grid, fromSide, toSide, lines);
    addLines(grid, toSide, fromSide, lines);
    return lines;
  }

  private void addLines(
      GridModel grid, Set<Integer> side, Set<Integer> otherSide, List<String> lines) {
    for (int branch : side) {
      if (!otherSide.contains(branch)
          && branch < grid.lines().size()
          && switchable.test(grid.branchId(branch))) {
        lines.add(grid.branchId(branch));
      }
    }
  }

  private static void climb(GridModel grid, int start, Set<Integer> branches) {
    Circuit circuit = grid.circuit();
    for (int node = start; circuit.feedingBranch[node] >= 0; node = circuit.feedingNode(node)) {
      branches.add(circuit.feedingBranch[node]);
    }
  }

  /** How far a state goes. */
  private record Extremes(double lowestPu, double highestPu, double loadingPercent) {
    static Extremes of(Converged state) {
      double most = 0;
      for (int branch = 0; branch < state.grid().branchCount(); branch++) {
        most = Math.max(most, state.loadingPercent(branch));
      }
      return new Extremes(state.lowestVoltagePu(), state.highestVoltagePu(), most);
    }

    boolean keep(Limits limits, Extremes present) {
      return lowestPu >= Math.min(limits.lowestVoltagePu(), present.lowestPu)
          && highestPu <= Math.max(limits.highestVoltagePu(), present.highestPu)
          && loadingPercent <= Math.max(limits.mostLoadingPercent(), present.loadingPercent);
    }
  }
}
