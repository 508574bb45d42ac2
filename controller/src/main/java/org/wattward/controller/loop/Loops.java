package org.wattward.controller.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.wattward.devices.time.Time;

/**
 * Makes the loops of a district. In production each has a virtual thread of its own; tests and
 * simulations that run as fast as the machine goes have them all on the caller's thread.
 */
public interface Loops {
  /**
   * Makes a loop that does not run yet. A fault in one turn is logged and the next turn comes a
   * second later, so that one wrong value does not end control for good.
   *
   * @param name its name in logs and thread lists
   */
  Loop loop(String name, Loop.Work work);

  /**
   * Waits on the calling thread while the loops go on.
   *
   * @param permits takes one permit
   * @param timeout how long at most
   * @return whether a permit was taken
   * @throws InterruptedException when the thread is interrupted
   */
  boolean await(Semaphore permits, Duration timeout) throws InterruptedException;

  /** A virtual thread for each. */
  static Loops threads(Time time) {
    return new ThreadLoops(time);
  }
}
