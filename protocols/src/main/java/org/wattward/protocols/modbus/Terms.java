package org.wattward.protocols.modbus;

import java.time.Duration;

/**
 * How a request is asked.
 *
 * @param pause least time since the last answer
 * @param patience how long the answer is waited for
 * @param sent called when the request is on its way
 */
record Terms(Duration pause, Duration patience, Runnable sent) {
  /** Reads need not tell when they left. */
  static final Runnable NOBODY = () -> {};
}
