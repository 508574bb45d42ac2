package org.wattward.controller.record;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;
import org.wattward.devices.time.Time;

/** Waits for what is about to be. */
final class Await {
  private Await() {}

  static void until(String what, Duration most, Callable<Boolean> holds) throws Exception {
    long deadline = Time.system().nanos() + most.toNanos();
    while (!holds.call()) {
      if (Time.system().nanos() > deadline) {
        Assertions.fail("Not within %s: %s".formatted(most, what));
      }
      Time.system().sleep(Duration.ofMillis(20));
    }
  }
}
