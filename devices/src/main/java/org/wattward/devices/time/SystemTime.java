package org.wattward.devices.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

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

  @Override
  public boolean await(Semaphore permits, Duration timeout) throws InterruptedException {
    return permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
