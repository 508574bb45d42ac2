package org.wattward.controller.record;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.wattward.devices.time.Time;

/** A time of day that a test sets; pauses and ages are real. */
final class TestTime implements Time {
  private volatile Instant now;

  TestTime(Instant now) {
    this.now = now;
  }

  void set(Instant newNow) {
    now = newNow;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return Time.system().nanos();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Time.system().sleep(duration);
  }

  @Override
  public boolean await(Semaphore permits, Duration most) throws InterruptedException {
    return Time.system().await(permits, most);
  }
}
