package org.wattward.controller.arbitration;

import org.wattward.rules.request.Wish;

/** An interval of values, both ends included. */
record Bounds(double low, double high) {
  static final Bounds ANY = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  static Bounds of(Wish.Limit limit) {
    return new Bounds(limit.min(), limit.max());
  }

  boolean meets(Bounds other) {
    return Math.max(low, other.low) <= Math.min(high, other.high);
  }

  /** The values of both, which must meet. */
  Bounds and(Bounds other) {
    return new Bounds(Math.max(low, other.low), Math.min(high, other.high));
  }

  double clamp(double value) {
    return Math.max(low, Math.min(high, value));
  }

  boolean holds(double value) {
    return low <= value && value <= high;
  }
}
