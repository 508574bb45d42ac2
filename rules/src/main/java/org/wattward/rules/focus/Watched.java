package org.wattward.rules.focus;

import java.util.List;
import org.wattward.devices.point.PointId;

/**
 * A point whose readings rules look at. That it ceases to be known, or is known again, always
 * matters.
 *
 * @param point the point
 * @param levels values that a rule compares it with, in the point's unit, ascending: it matters on
 *     which side the reading is
 * @param valued whether the value itself goes into a setpoint or a comparison with other readings,
 *     so that every change by more than noise matters
 */
public record Watched(PointId point, List<Double> levels, boolean valued) {
  public Watched {
    levels = List.copyOf(levels);
  }
}
