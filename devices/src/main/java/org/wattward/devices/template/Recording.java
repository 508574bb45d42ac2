package org.wattward.devices.template;

import java.time.Duration;

/** Which readings of a point are recorded. */
public sealed interface Recording {
  /** Every one. */
  record Every() implements Recording {}

  /** None: the point is read for control only. */
  record Never() implements Recording {}

  /**
   * When it changed.
   *
   * @param deadband a value is recorded when it differs from the last recorded by more, in the
   *     point's unit; 0 for any change
   * @param heartbeat it is recorded again after this time without a change
   */
  record OnChange(double deadband, Duration heartbeat) implements Recording {}

  /** Every reading. */
  Recording EVERY = new Every();
}
