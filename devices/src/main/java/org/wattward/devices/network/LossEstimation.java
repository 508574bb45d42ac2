package org.wattward.devices.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.network.LossEstimate.Estimated;
import org.wattward.devices.network.LossEstimate.NotEstimated;
import org.wattward.devices.network.LossEstimate.Suspect;

/**
 * Estimates the losses of a running grid from its meters: weighted least squares over the loads and
 * the upstream voltage, with the power flow as the model, and the test of largest normalised
 * residuals for wrong meters (Abur and Expósito, "Power System State Estimation", chapters 2 and
 * 5).
 *
 * <p>Every bus that draws or feeds must have a power meter, or nearly; what is not metered is not
 * there. Where reactive power is not metered a power factor of about 0.98 is assumed, loosely. A
 * workspace for one thread at a time.
 */
public final class LossEstimation {
  /** Beyond this many standard deviations a meter is wrong; one sound value in 30,000 is. */
  private static final double MOST_DEVIATIONS = 4;

  /** Residuals that are this close together point at each other. */
  private static final double SAME_SHARE = 0.98;

  /** More than this many metered buses are too many for dense equations. */
  private static final int MOST_BUSES = 300;

  private static final int MOST_STEPS = 20;
  private static final int MOST_SUSPECTS = 5;

  private final GridModel grid;

  /** An estimation on a grid in its present switching state. */
  public LossEstimation(GridModel grid) {
    this.grid = grid;
  }

  /**
   * Estimates.
   *
   * @param values what the meters show at one moment; only good values
   */
  public LossEstimate estimate(List<MeterValue> values) {
    List<MeterValue> used = new ArrayList<>(values);
    List<Suspect> suspects = new ArrayList<>();
    while (true) {
      Attempt attempt = new Attempt(used);
      if (attempt.failure.isPresent()) {
        return new NotEstimated(attempt.failure.get());
      }
      Optional<Suspect> worst =
          suspects.size() < MOST_SUSPECTS ? attempt.worst() : Optional.empty();
      if (worst.isEmpty()) {
        return new Estimated(attempt.state(), suspects);
      }
      suspects.add(worst.get());
      used.remove(worst.get().value());
    }
  }

  /** One fit of all given values. */
  private final class Attempt {
    private final List<MeterValue> values;
    private final Map<Integer, Integer> columnOfBus = new LinkedHashMap<>();
    private final List<Integer> buses;
    private final int unknowns;
    private final double[] x;
    private Optional<Converged> state = Optional.empty();
    private Optional<LeastSquares> squares = Optional.empty();
    private double[] residuals = new double[0];
    Optional<String> failure = Optional.empty();

    Attempt(List<MeterValue> values) {
      this.values = values;
      for (MeterValue value : values) {
        if (value.quantity() == MeterValue.Quantity.POWER_AT_BUS
            || value.quantity() == MeterValue.Quantity.REACTIVE_POWER_AT_BUS) {
          columnOfBus.putIfAbsent(grid.busIndex(value.place()), columnOfBus.size());
        }
      }
      this.buses = List.copyOf(columnOfBus.keySet());
      this.unknowns = 2 * buses.size() + 1;
      this.x = new double[unknowns];
      if (buses.isEmpty() || buses.size() > MOST_BUSES) {
        failure =
            Optional.of(
                "%d buses have a power meter; 1 to %d can be estimated together."
                    .formatted(buses.size(), MOST_BUSES));
      } else {
        fit();
      }
    }

    private void fit() {
      start();
      for (int step = 0; step < MOST_STEPS; step++) {
        if (!(evaluate(x) instanceof Converged present)) {
          failure = Optional.of("The metered loads have no state of the grid.");
          return;
        }
        state = Optional.of(present);
        residuals = residuals(present);
        squares = LeastSquares.of(jacobian(present), unknowns);
        if (squares.isEmpty()) {
          failure = Optional.of("The meters do not determine the loads.");
          return;
        }
        double[] change = squares.get().solve(residuals);
        double most = 0;
        for (int i = 0; i < unknowns; i++) {
          x[i] += change[i];
          most = Math.max(most, Math.abs(change[i]));
        }
        if (most < 1e-7) {
          return;
        }
      }
      failure = Optional.of("The estimate does not settle; the meters contradict each other.");
    }

    /** Unknowns: active and reactive power in kW and kvar, then the upstream voltage per unit. */
    private void start() {
      for (MeterValue value : values) {
        Integer column = columnOfBus.get(placeBus(value));
        if (column != null && value.quantity() == MeterValue.Quantity.POWER_AT_BUS) {
          x[2 * column] = value.value() / 1e3;
          x[2 * column + 1] = assumedReactiveKvar(column);
        }
      }
      x[unknowns - 1] = slackPu();
    }

    private int placeBus(MeterValue value) {
      return switch (value.quantity()) {
        case POWER_AT_BUS, REACTIVE_POWER_AT_BUS, VOLTAGE_AT_BUS -> grid.busIndex(value.place());
        case POWER_THROUGH, REACTIVE_POWER_THROUGH -> -1;
      };
    }

    private double assumedReactiveKvar(int column) {
      return 0.2 * x[2 * column];
    }

    private double slackPu() {
      return grid.buses().stream()
          .filter(bus -> bus.slackVoltagePu().isPresent())
          .mapToDouble(bus -> bus.slackVoltagePu().getAsDouble())
          .findFirst()
          .orElse(1);
    }

    private PowerFlowResult evaluate(double[] at) {
      double slack = Math.clamp(at[unknowns - 1], 0.55, 1.45);
      GridModel fed = grid.withSlackVoltage(slack);
      BusLoads loads = new BusLoads(fed);
      for (int column = 0; column < buses.size(); column++) {
        loads.add(buses.get(column), at[2 * column] * 1e3, at[2 * column + 1] * 1e3);
      }
      return PowerFlow.solve(fed, loads);
    }

    private double modelled(MeterValue value, Converged at) {
      return switch (value.quantity()) {
        case POWER_AT_BUS -> x[2 * column(value)] * 1e3;
        case REACTIVE_POWER_AT_BUS -> x[2 * column(value) + 1] * 1e3;
        case VOLTAGE_AT_BUS -> at.voltageV(grid.busIndex(value.place()));
        case POWER_THROUGH -> at.toPowerW(grid.branchIndex(value.place()));
        case REACTIVE_POWER_THROUGH -> at.toReactivePowerVar(grid.branchIndex(value.place()));
      };
    }

    private int column(MeterValue value) {
      return columnOfBus.getOrDefault(grid.busIndex(value.place()), 0);
    }

    /** Of the meters, then of what is assumed: reactive powers and the upstream voltage. */
    private double[] residuals(Converged at) {
      double[] all = new double[values.size() + buses.size() + 1];
      for (int row = 0; row < values.size(); row++) {
        MeterValue value = values.get(row);
        all[row] = (value.value() - modelled(value, at)) / value.deviation();
      }
      for (int column = 0; column < buses.size(); column++) {
        all[values.size() + column] =
            (assumedReactiveKvar(column) - x[2 * column + 1]) / assumedDeviationKvar(column);
      }
      all[all.length - 1] = (slackPu() - x[unknowns - 1]) / 0.05;
      return all;
    }

    private double assumedDeviationKvar(int column) {
      return 0.1 + 0.3 * Math.abs(x[2 * column]);
    }

    private double[][] jacobian(Converged present) {
      double[][] rows = new double[values.size() + buses.size() + 1][unknowns];
      for (int column = 0; column < unknowns; column++) {
        double nudge = column == unknowns - 1 ? 1e-5 : 1e-3;
        double kept = x[column];
        x[column] = kept + nudge;
        if (evaluate(x) instanceof Converged nudged) {
          for (int row = 0; row < values.size(); row++) {
            MeterValue value = values.get(row);
            double before = present(value, present, column, kept);
            rows[row][column] = (modelled(value, nudged) - before) / nudge / value.deviation();
          }
        }
        x[column] = kept;
      }
      for (int column = 0; column < buses.size(); column++) {
        rows[values.size() + column][2 * column + 1] = 1 / assumedDeviationKvar(column);
      }
      rows[rows.length - 1][unknowns - 1] = 1 / 0.05;
      return rows;
    }

    /** What a value was before the unknown of a column was nudged. */
    private double present(MeterValue value, Converged at, int column, double kept) {
      double nudged = x[column];
      x[column] = kept;
      double before = modelled(value, at);
      x[column] = nudged;
      return before;
    }

    Converged state() {
      return state.orElseThrow();
    }

    /** The value with the largest normalised residual, if that is too large. */
    Optional<Suspect> worst() {
      double[] normalised = new double[values.size()];
      int worst = -1;
      for (int row = 0; row < normalised.length; row++) {
        double share = squares.orElseThrow().residualShare(row);
        normalised[row] = share < 1e-6 ? 0 : Math.abs(residuals[row]) / Math.sqrt(share);
        if (normalised[row] > MOST_DEVIATIONS
            && (worst < 0 || normalised[row] > normalised[worst])) {
          worst = row;
        }
      }
      if (worst < 0) {
        return Optional.empty();
      }
      List<String> others = new ArrayList<>();
      for (int row = 0; row < normalised.length; row++) {
        String meter = values.get(row).meter();
        if (row != worst
            && normalised[row] > SAME_SHARE * normalised[worst]
            && !meter.equals(values.get(worst).meter())) {
          others.add(meter);
        }
      }
      MeterValue value = values.get(worst);
      // Without itself: the residual of a value that pulled the fit towards it shows too little.
      double share = squares.orElseThrow().residualShare(worst);
      double expected = value.value() - residuals[worst] * value.deviation() / share;
      return Optional.of(new Suspect(value, expected, normalised[worst], others));
    }
  }
}
