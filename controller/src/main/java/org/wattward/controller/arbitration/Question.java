package org.wattward.controller.arbitration;

import java.util.List;
import java.util.Map;
import org.wattward.devices.point.PointId;

/**
 * All that one arbitration may know.
 *
 * @param equipment the point and what it can bear
 * @param requests the requests for the point, and those that ended since its last decision
 * @param readings the readings that the requests rest on, with their quality and age now
 * @param memory what is remembered of the point
 * @param nowNanos the time, on the monotonic clock
 * @param circumstances what other points mean for it
 */
public record Question(
    Equipment equipment,
    List<Taken> requests,
    Map<PointId, Decision.Input> readings,
    PointMemory memory,
    long nowNanos,
    Circumstances circumstances) {
  /** A question about a point that stands for itself. */
  public Question(
      Equipment equipment,
      List<Taken> requests,
      Map<PointId, Decision.Input> readings,
      PointMemory memory,
      long nowNanos) {
    this(equipment, requests, readings, memory, nowNanos, Circumstances.NONE);
  }

  public Question {
    requests = List.copyOf(requests);
    readings = Map.copyOf(readings);
  }
}
