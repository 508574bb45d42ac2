package org.wattward.controller.record;

import java.time.Duration;
import java.util.List;

/** Where batches end up: the database. */
interface BatchSink {
  /**
   * Stores batches, all or none, but for those that it finds stored already.
   *
   * @param batches in order; at least one
   * @throws Away when nobody knows whether they were stored; to be tried again
   * @throws Rejected when they never can be stored as they are, for one of them at least
   */
  void store(List<Batch> batches) throws Away, Rejected;

  /** Lets go of what it holds; a {@link #store} under way in another thread fails. */
  void release();

  /** The database did not answer. */
  final class Away extends Exception {
    private static final long serialVersionUID = 1L;

    Away(String message, Throwable cause) {
      super(message, cause);
    }

    Away(String message) {
      super(message);
    }
  }

  /** The database will not have it. */
  final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    Rejected(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** How long to wait before the {@code attempt}th retry, from 1: doubling up to ten seconds. */
  static Duration backOff(int attempt) {
    return Duration.ofMillis(Math.min(10_000, 250L << Math.min(attempt, 6)));
  }
}
