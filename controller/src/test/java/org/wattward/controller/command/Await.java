package org.wattward.controller.command;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something is so, and says what when it does not come to be. */
final class Await {
  private static final long LOOK_NANOS = 20_000_000;

  private Await() {}

  static void until(String what, Duration most, BooleanSupplier so) {
    until(what, most, () -> "", so);
  }

  static void until(String what, Duration most, Supplier<String> instead, BooleanSupplier so) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Waited %s in vain until %s. %s".formatted(most, what, instead.get()));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
