package org.wattward.controller.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.wattward.devices.WattwardException;
import org.wattward.devices.time.ManualTime;

/**
 * All loops on one thread, in the order of their making, on a time that this advances from one due
 * turn to the next. The same start always gives the same run. Only one thread may use it, and all
 * that wakes a loop.
 */
public final class SteppedLoops implements Loops {
  private static final int MOST_TURNS_AT_ONCE = 1_000_000;

  private final ManualTime time;
  private final List<SteppedLoop> loops = new ArrayList<>();

  /**
   * Makes one without loops.
   *
   * @param time advanced by this alone
   */
  public SteppedLoops(ManualTime time) {
    this.time = time;
  }

  @Override
  public Loop loop(String name, Loop.Work work) {
    SteppedLoop loop = new SteppedLoop(name, work);
    loops.add(loop);
    return loop;
  }

  @Override
  public boolean await(Semaphore permits, Duration timeout) {
    long untilNanos = time.nanos() + timeout.toNanos();
    settle();
    while (!permits.tryAcquire()) {
      if (time.nanos() - untilNanos >= 0) {
        return false;
      }
      toNextTurn(untilNanos);
      settle();
    }
    return true;
  }

  /** Lets a span of time pass, with every turn that is due in it. */
  public void run(Duration span) {
    long untilNanos = time.nanos() + span.toNanos();
    settle();
    while (time.nanos() - untilNanos < 0) {
      toNextTurn(untilNanos);
      settle();
    }
  }

  /**
   * Lets a span of time pass at once: what was due in it is done at its end, once. For simulations
   * whose world moves in steps and says nothing in between. Loops that this woke come before those
   * whose time has come: a new setpoint is decided and written before the writer would repeat the
   * old one, which it had done long before, and then have to wait with the new one.
   *
   * @param field what is heard at the end of the span, before anything is decided
   */
  public void jump(Duration span, Runnable field) {
    time.advance(span);
    field.run();
    settle(SteppedLoop::isWoken);
    settle();
  }

  /** Whether the time of a loop has come, or it was woken. */
  public boolean isDue(String name) {
    for (SteppedLoop loop : loops) {
      if (loop.name.equals(name) && loop.isDue()) {
        return true;
      }
    }
    return false;
  }

  /** Does all turns that are due now, until nothing is. */
  public void settle() {
    settle(SteppedLoop::isDue);
  }

  private void settle(Predicate<SteppedLoop> isNext) {
    int turns = 0;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (SteppedLoop loop : List.copyOf(loops)) {
        if (isNext.test(loop)) {
          loop.step();
          moved = true;
          turns++;
        }
      }
      if (turns > MOST_TURNS_AT_ONCE) {
        throw new WattwardException(
            "The loops do not come to rest: %d turns were taken and time stood still at %s."
                .formatted(turns, time.now()));
      }
    }
  }

  private void toNextTurn(long untilNanos) {
    long next = untilNanos;
    for (SteppedLoop loop : loops) {
      if (loop.running && loop.dueNanos - next < 0) {
        next = loop.dueNanos;
      }
    }
    time.advance(Duration.ofNanos(next - time.nanos()));
  }

  private final class SteppedLoop implements Loop {
    private final String name;
    private final Work work;
    private final LongAdder faults = new LongAdder();
    private boolean running;
    private boolean woken;
    private long dueNanos;

    SteppedLoop(String name, Work work) {
      this.name = name;
      this.work = work;
    }

    boolean isWoken() {
      return running && woken;
    }

    boolean isDue() {
      return running && (woken || dueNanos - time.nanos() <= 0);
    }

    void step() {
      woken = false;
      Duration sleep = ThreadLoops.turn(name, work, time.nanos(), faults);
      dueNanos = time.nanos() + sleep.toNanos();
    }

    @Override
    public void start() {
      running = true;
      dueNanos = time.nanos();
    }

    @Override
    public void wake() {
      woken = true;
    }

    @Override
    public long faults() {
      return faults.sum();
    }

    @Override
    public void close() {
      running = false;
      loops.remove(this);
    }
  }
}
