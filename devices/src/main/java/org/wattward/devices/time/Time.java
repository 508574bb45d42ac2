package org.wattward.devices.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * Time as an argument: whoever needs the time of day, a monotonic clock or a pause is given one of
 * these. Nobody else may ask the machine. Safe on any thread.
 */
public interface Time {
  /**
   * The time of day, UTC. It may jump; use it for timestamps and calendars, never for durations.
   */
  Instant now();

  /** A monotonic count of nanoseconds with an arbitrary origin, for ages, deadlines and periods. */
  long nanos();

  /**
   * Waits on the calling (virtual) thread.
   *
   * @param duration how long by {@link #nanos()}; zero or less returns at once
   * @throws InterruptedException when the thread is interrupted, which is how threads are stopped
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Waits on the calling (virtual) thread for whichever comes first: a permit or the time-out. For
   * threads that sleep until something is due but can be woken for work.
   *
   * @param permits takes one permit
   * @param timeout how long at most, by {@link #nanos()}; zero or less only looks
   * @return whether a permit was taken
   * @throws InterruptedException when the thread is interrupted
   */
  boolean await(Semaphore permits, Duration timeout) throws InterruptedException;

  /** The machine's own time. */
  static Time system() {
    return SystemTime.REAL;
  }

  /**
   * The machine's time with a faster calendar, for demonstrations: {@link #now()} starts at {@code
   * start} and runs {@code speed} times as fast, while {@link #nanos()} stays real.
   *
   * @param start first value of {@code now()}
   * @param speed how many seconds of calendar pass in a second, above 0
   */
  static Time accelerated(Instant start, double speed) {
    return new AcceleratedTime(start, speed, System.nanoTime());
  }
}
