package org.wattward.controller.record;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.wattward.devices.time.Time;

/** Waits for what is about to be. */
final class Await {
  private Await() {}

  static void until(String what, Duration most, Callable<Boolean> holds) throws Exception {
    until(what, most, holds, () -> "");
  }

  /**
   * The same for what has many reasons.
   *
   * @param state what is told when it is not in time
   */
  static void until(String what, Duration most, Callable<Boolean> holds, Supplier<?> state)
      throws Exception {
    long deadline = Time.system().nanos() + most.toNanos();
    while (!holds.call()) {
      if (Time.system().nanos() > deadline) {
        Assertions.fail("Not within %s: %s. %s".formatted(most, what, state.get()));
      }
      Time.system().sleep(Duration.ofMillis(20));
    }
  }
}
