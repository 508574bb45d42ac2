package org.wattward.sim.field;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits until something is so. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Await() {}

  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Within %s it was never so that %s.".formatted(PATIENCE, what));
      }
      Thread.sleep(10);
    }
  }
}
