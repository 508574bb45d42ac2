package org.wattward.protocols.modbus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.wattward.devices.time.Time;

/**
 * Time that one thread, a link's, moves on by waiting: its pauses take no time, so that an hour is
 * over in a moment and every run is the same. Other threads wait for permits only. At the end the
 * link's thread is held until it is interrupted.
 */
final class SteppedTime implements Time {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final String linkThread;
  private final long endNanos;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final PriorityQueue<Action> actions =
      new PriorityQueue<>(Comparator.comparingLong(Action::atNanos));
  private final List<Thread> threads = new ArrayList<>();
  private volatile long nanos;

  private record Action(long atNanos, Runnable what) {}

  SteppedTime(String linkThread, Duration length) {
    this.linkThread = linkThread;
    this.endNanos = length.toNanos();
  }

  /** Does something on a thread of its own while the link waits for its next poll. */
  void at(Duration when, Runnable what) {
    actions.add(new Action(when.toNanos(), what));
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  void joinActions() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** The link's thread lets time pass. */
  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isPositive()) {
      pass(nanos + duration.toNanos());
    }
  }

  /** For the wire: waits without being held at the end. */
  void until(long atNanos) {
    nanos = Math.max(nanos, atNanos);
  }

  private void pass(long untilNanos) throws InterruptedException {
    nanos = untilNanos;
    if (nanos >= endNanos) {
      ended.countDown();
      new Semaphore(0).acquire();
    }
  }

  @Override
  public boolean await(Semaphore permits, Duration timeout) throws InterruptedException {
    if (!Thread.currentThread().getName().equals(linkThread)) {
      permits.acquire();
      return true;
    }
    if (permits.tryAcquire()) {
      return true;
    }
    long untilNanos = nanos + Math.max(0, timeout.toNanos());
    Action next = actions.peek();
    if (next != null && next.atNanos() <= untilNanos) {
      actions.remove();
      nanos = Math.max(nanos, next.atNanos());
      threads.add(Thread.ofVirtual().start(next.what()));
      permits.acquire(); // what it does shows in this
      return true;
    }
    pass(untilNanos);
    return false;
  }
}
