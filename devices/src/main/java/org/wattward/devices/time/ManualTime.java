package org.wattward.devices.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fake time for tests: it stands still until it is advanced, and whoever sleeps on it wakes when
 * its time has come. The calendar and the monotonic clock move together, except by {@link
 * #jumpTo(Instant)}. Safe on any thread.
 */
public final class ManualTime implements Time {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Instant now;
  private long nanos;
  private int sleepers;

  /**
   * Makes a time that stands still.
   *
   * @param start first value of {@link #now()}
   */
  public ManualTime(Instant start) {
    this.now = start;
  }

  /**
   * Lets time pass and wakes the sleepers whose time has come.
   *
   * @param duration how much, not negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "Time cannot go back by %s. Use jumpTo to set the calendar.".formatted(duration));
    }
    lock.lock();
    try {
      nanos += duration.toNanos();
      now = now.plus(duration);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets the calendar as an operator or a time server would; the monotonic clock does not notice.
   */
  public void jumpTo(Instant instant) {
    lock.lock();
    try {
      now = instant;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, in the machine's time, until that many threads sleep on this time: then a test knows
   * that the others have done what they had to do and may advance.
   *
   * @param count how many sleepers
   * @throws InterruptedException when the waiting test is interrupted
   * @throws AssertionError when it is not so within ten seconds
   */
  public void awaitSleepers(int count) throws InterruptedException {
    long leftNanos = TimeUnit.SECONDS.toNanos(10);
    lock.lock();
    try {
      while (sleepers < count) {
        leftNanos = changed.awaitNanos(leftNanos);
        if (leftNanos <= 0) {
          throw new AssertionError(
              "Only %d of %d threads sleep after 10 s.".formatted(sleepers, count));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanos() {
    lock.lock();
    try {
      return nanos;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long untilNanos = nanos + duration.toNanos();
      startSleeping();
      try {
        while (nanos - untilNanos < 0) {
          changed.await();
        }
      } finally {
        sleepers--;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean await(Semaphore permits, Duration timeout) throws InterruptedException {
    long untilNanos = nanos() + timeout.toNanos();
    lock.lockInterruptibly();
    try {
      startSleeping();
      try {
        // A semaphore cannot signal our condition, so it is looked at every millisecond.
        while (!permits.tryAcquire()) {
          if (nanos - untilNanos >= 0) {
            return false;
          }
          changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
      } finally {
        sleepers--;
      }
    } finally {
      lock.unlock();
    }
  }

  private void startSleeping() {
    sleepers++;
    changed.signalAll();
  }
}
