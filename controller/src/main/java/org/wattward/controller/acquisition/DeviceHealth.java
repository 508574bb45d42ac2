package org.wattward.controller.acquisition;

import java.time.Instant;

/**
 * How a device is.
 *
 * @param condition in one word
 * @param since since when, UTC
 * @param reason a sentence; empty when good
 */
public record DeviceHealth(Condition condition, Instant since, String reason) {
  /** In one word. */
  public enum Condition {
    /** Not every point was read yet. */
    STARTING,
    /** Every point is good. */
    GOOD,
    /** Some points are stale. */
    STALE,
    /** Some points are bad. */
    BAD
  }
}
