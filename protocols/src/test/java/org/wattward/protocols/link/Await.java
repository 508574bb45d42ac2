package org.wattward.protocols.link;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting in tests: until something is so, with a name for what did not happen. */
public final class Await {
  private static final Duration AT_MOST = Duration.ofSeconds(45);
  private static final long LOOK_EVERY_NANOS = 2_000_000;

  private Await() {}

  /**
   * Waits, at most 45 seconds: a loaded machine takes its time.
   *
   * @param what what is awaited, for the message
   * @param isSo looks
   * @throws AssertionError when it does not happen
   */
  public static void until(String what, BooleanSupplier isSo) {
    long start = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - start > AT_MOST.toNanos()) {
        throw new AssertionError("Within %s this did not happen: %s".formatted(AT_MOST, what));
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
