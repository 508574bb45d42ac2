package org.wattward.controller.writing;

import java.util.OptionalLong;

/**
 * Values that a device changes by itself. One odd reading is none; the next one decides. What was
 * set back three times is somebody else's will.
 */
final class Drift {
  static final int MOST = 3;

  private OptionalLong seenNanos = OptionalLong.empty();
  private int times;

  /** The device holds what it should, or something new is wanted of it. */
  void forgetSeen() {
    seenNanos = OptionalLong.empty();
  }

  /** It begins anew. */
  void reset() {
    forgetSeen();
    times = 0;
  }

  /** Whether another value, read then, is the second in a row. */
  boolean isConfirmed(OptionalLong receivedNanos) {
    if (seenNanos.isEmpty() || seenNanos.equals(receivedNanos)) {
      seenNanos = receivedNanos;
      return false;
    }
    forgetSeen();
    times++;
    return true;
  }

  /** Whether it was set back often enough. */
  boolean isTooOften() {
    return times > MOST;
  }
}
