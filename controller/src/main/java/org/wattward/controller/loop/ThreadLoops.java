package org.wattward.controller.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.devices.time.Time;

/** Each loop has a virtual thread. */
record ThreadLoops(Time time) implements Loops {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

  @Override
  public Loop loop(String name, Loop.Work work) {
    return new ThreadLoop(name, time, work);
  }

  @Override
  public boolean await(Semaphore permits, Duration timeout) throws InterruptedException {
    return time.await(permits, timeout);
  }

  /** Does a turn; a fault of it is logged. */
  static Duration turn(String name, Loop.Work work, long nowNanos, LongAdder faults) {
    try {
      return work.turn(nowNanos);
    } catch (RuntimeException e) {
      faults.increment();
      log.error("{} had a fault and goes on in {} s.", name, AFTER_FAULT.toSeconds(), e);
      return AFTER_FAULT;
    }
  }

  private static final class ThreadLoop implements Loop {
    private final String name;
    private final Time time;
    private final Work work;
    private final Semaphore wake = new Semaphore(0);
    private final LongAdder faults = new LongAdder();
    private volatile boolean closed;
    private @Nullable Thread thread;

    ThreadLoop(String name, Time time, Work work) {
      this.name = name;
      this.time = time;
      this.work = work;
    }

    @Override
    public void start() {
      thread = Thread.ofVirtual().name(name).start(this::run);
    }

    @Override
    public void wake() {
      if (wake.availablePermits() == 0) {
        wake.release();
      }
    }

    @Override
    public long faults() {
      return faults.sum();
    }

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
          Duration sleep = turn(name, work, time.nanos(), faults);
          if (!closed) {
            time.await(wake, sleep);
            wake.drainPermits();
          }
        }
      } catch (InterruptedException e) {
        log.debug("{} was interrupted, which ends it.", name);
      }
    }
  }
}
