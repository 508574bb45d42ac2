package org.wattward.controller.arbitration;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** What control knows of the field. Any thread, never blocks. */
public interface Field {
  /** The last reading of a point with its quality now; empty when it was never read. */
  Optional<Reading> reading(PointId point);

  /** When the last reading of a point came, on the monotonic clock; empty when none did. */
  OptionalLong receivedNanos(PointId point);

  /** Some points' readings as a decision records them, as far as they were ever read. */
  Map<PointId, Decision.Input> inputs(Collection<PointId> points);

  /** Whether a device was polled well often enough that it may be written to. */
  boolean isSettled(String device);
}
