package org.wattward.devices.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

record AcceleratedTime(Instant start, double speed, long startNanos) implements Time {
  AcceleratedTime {
    if (!(speed > 0) || !Double.isFinite(speed)) {
      throw new IllegalArgumentException(
          "A speed of %s is impossible. Give a factor above 0.".formatted(speed));
    }
  }

  @Override
  public Instant now() {
    return start.plusNanos((long) ((nanos() - startNanos) * speed));
  }

  @Override
  public long nanos() {
    return SystemTime.REAL.nanos();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    SystemTime.REAL.sleep(duration);
  }

  @Override
  public boolean await(Semaphore permits, Duration timeout) throws InterruptedException {
    return SystemTime.REAL.await(permits, timeout);
  }
}
