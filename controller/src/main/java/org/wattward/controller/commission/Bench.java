package org.wattward.controller.commission;

import java.util.Optional;
import java.util.OptionalLong;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** A device as a trial has it in hand: over a link of its own, or within a running district. */
public interface Bench {
  /** Has a point hold a value, in its unit, and be fed as long as it is not let go. */
  void hold(PointId point, double value);

  /** Whether the device was seen to hold the value. */
  boolean holds(PointId point, double value);

  /** Writes nothing to the point from now on. */
  void letGo(PointId point);

  /** Whether still nothing is written to the point; a setpoint of others may end that. */
  boolean isLetGo(PointId point);

  /** When something was last sent to the point, on the monotonic clock; empty when nothing was. */
  OptionalLong sentNanos(PointId point);

  /** The last reading of a point, with its quality now. */
  Optional<Reading> reading(PointId point);

  /** When the last reading of a point came, on the monotonic clock. */
  OptionalLong receivedNanos(PointId point);

  /** Why the point does not hold what it should, or was written to, a sentence. */
  String state(PointId point);

  /** Ends the trial of a point: it gets what it is to have without one. */
  void giveBack(PointId point);
}
