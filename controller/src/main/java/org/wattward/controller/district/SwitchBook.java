package org.wattward.controller.district;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.wattward.devices.network.GridModel;
import org.wattward.devices.network.Line;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/**
 * Which lines are open, and how often each was switched today. A line's position is the point
 * {@code closed} of a sensor that has the line's id; a line without one stays as the site file
 * says. One thread.
 */
final class SwitchBook {
  private static final String POSITION = "closed";

  private final ZoneId timeZone;
  private final Function<PointId, Optional<Reading>> readings;
  private final Map<String, Integer> operations = new HashMap<>();
  private Optional<LocalDate> day = Optional.empty();
  private GridModel grid;

  SwitchBook(GridModel grid, ZoneId timeZone, Function<PointId, Optional<Reading>> readings) {
    this.grid = grid;
    this.timeZone = timeZone;
    this.readings = readings;
  }

  /** The grid as its switches stand; the same object as before when none has moved. */
  GridModel grid(Instant now) {
    LocalDate today = now.atZone(timeZone).toLocalDate();
    boolean first = day.isEmpty();
    if (!day.equals(Optional.of(today))) {
      operations.clear();
      day = Optional.of(today);
    }
    Set<String> open = new HashSet<>();
    for (Line line : grid.lines()) {
      if (!isClosed(line)) {
        open.add(line.id());
      }
    }
    Set<String> before = Set.copyOf(grid.openLines());
    if (!open.equals(before)) {
      if (!first) {
        grid.lines().stream()
            .map(Line::id)
            .filter(id -> open.contains(id) != before.contains(id))
            .forEach(id -> operations.merge(id, 1, Integer::sum));
      }
      grid = grid.withOpenLines(open);
    }
    return grid;
  }

  private boolean isClosed(Line line) {
    boolean known = line.fromClosed() && line.toClosed();
    return readings
        .apply(new PointId(line.id(), POSITION))
        .filter(reading -> reading.good().isPresent())
        .map(reading -> reading.value() != 0)
        .orElse(known);
  }

  /** How often a line was switched since midnight, as far as that was seen. */
  int operationsToday(String line) {
    return operations.getOrDefault(line, 0);
  }
}
