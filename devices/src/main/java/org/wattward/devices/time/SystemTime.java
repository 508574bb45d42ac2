package org.wattward.devices.time;

import java.time.Duration;
import java.time.Instant;

/** The one place that asks the machine for the time. */
enum SystemTime implements Time {
  REAL;

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isPositive()) {
      Thread.sleep(duration);
    }
  }
}
