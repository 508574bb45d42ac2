package org.wattward.controller.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.time.Time;

/**
 * Work that one virtual thread does again and again: when it is due, and when somebody wakes it. A
 * fault in one turn is logged and the next turn comes a second later, so that one wrong value does
 * not end control for good.
 */
public final class Loop implements AutoCloseable {
  /** Nothing is due; also the longest that a turn may ask to sleep. */
  public static final Duration IDLE = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

  private final String name;
  private final Time time;
  private final Work work;
  private final Semaphore wake = new Semaphore(0);
  private final LongAdder faults = new LongAdder();
  private volatile boolean closed;
  private @Nullable Thread thread;

  /** What is done in a turn. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does what is due.
     *
     * @param nowNanos the time at the start of the turn, on the monotonic clock
     * @return how long the thread may sleep now unless it is woken
     */
    Duration turn(long nowNanos);
  }

  /**
   * Makes a loop that does not run yet.
   *
   * @param name the thread's name
   */
  public Loop(String name, Time time, Work work) {
    this.name = name;
    this.time = time;
    this.work = work;
  }

  /** Starts the thread; the first turn comes at once. Called once. */
  public void start() {
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /** Has the work done now, or right after the turn under way. Any thread, never blocks. */
  public void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  /** How many turns ended with a fault. */
  public long faults() {
    return faults.sum();
  }

  /** Ends the thread after the turn under way, or by interrupting it if that takes long. */
  @Override
  public void close() {
    closed = true;
    wake();
    Thread running = thread;
    if (running == null || running.equals(Thread.currentThread())) {
      return;
    }
    try {
      if (!running.join(LONGEST_CLOSE)) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Duration sleep = turn();
        if (!closed) {
          time.await(wake, sleep);
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      log.debug("{} was interrupted, which ends it.", name);
    }
  }

  private Duration turn() {
    try {
      return work.turn(time.nanos());
    } catch (RuntimeException e) {
      faults.increment();
      log.error("{} had a fault and goes on in {} s.", name, AFTER_FAULT.toSeconds(), e);
      return AFTER_FAULT;
    }
  }
}
