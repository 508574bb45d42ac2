package org.wattward.rules.focus;

import java.util.List;
import org.wattward.devices.point.PointId;

/**
 * Readings that a rule weighs against each other: it matters whether the sum is above 0.
 *
 * @param points whose readings
 * @param weights of each, in one over the point's unit
 * @param constant what is added
 */
public record Balance(List<PointId> points, List<Double> weights, double constant) {
  public Balance {
    points = List.copyOf(points);
    weights = List.copyOf(weights);
  }
}
