package org.wattward.sim.district;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Adds up what flows. One thread. */
final class Books {
  private final Map<Flow, Sum> sums = new EnumMap<>(Flow.class);

  private static final class Sum {
    private double value;
  }

  Books() {
    for (Flow flow : Flow.values()) {
      sums.put(flow, new Sum());
    }
  }

  void add(Flow flow, double amount) {
    Objects.requireNonNull(sums.get(flow)).value += amount;
  }

  double sum(Flow flow) {
    return Objects.requireNonNull(sums.get(flow)).value;
  }

  Map<Flow, Double> sums() {
    Map<Flow, Double> all = new EnumMap<>(Flow.class);
    sums.forEach((flow, sum) -> all.put(flow, sum.value));
    return all;
  }
}
