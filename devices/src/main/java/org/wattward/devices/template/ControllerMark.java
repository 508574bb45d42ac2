package org.wattward.devices.template;

import java.time.Duration;

/**
 * A register of the device that holds who controls it, so that a second controller sees that there
 * is a first one. It must bear being written all the time, hence no flash.
 *
 * @param point the readable and writable point that holds it, 0 to 65535; 0 is nobody
 * @param every how often the controller renews it
 */
public record ControllerMark(String point, Duration every) {
  private static final int MISSED = 3;

  /** After which time without a change a mark is that of a controller that is gone. */
  public Duration fresh() {
    return every.multipliedBy(MISSED);
  }
}
