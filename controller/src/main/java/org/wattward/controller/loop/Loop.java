package org.wattward.controller.loop;

import java.time.Duration;

/** Work that is done again and again: when it is due, and when somebody wakes it. */
public interface Loop extends AutoCloseable {
  /** Nothing is due; also the longest that a turn may ask to sleep. */
  Duration IDLE = Duration.ofHours(1);

  /** Starts it; the first turn comes at once. Called once. */
  void start();

  /** Has the work done now, or right after the turn under way. Any thread, never blocks. */
  void wake();

  /** How many turns ended with a fault. */
  long faults();

  /** Ends it after the turn under way. */
  @Override
  void close();

  /** What is done in a turn. */
  @FunctionalInterface
  interface Work {
    /**
     * Does what is due.
     *
     * @param nowNanos the time at the start of the turn, on the monotonic clock
     * @return how long it may sleep now unless it is woken
     */
    Duration turn(long nowNanos);
  }
}
