package org.wattward.sim.field;

import java.time.Duration;
import java.util.Optional;

/** Something that is wrong with a simulated device. Several may hold at once. */
public sealed interface Fault {

  /** Requests are taken and never answered; the connection stays. */
  record Silent() implements Fault {}

  /**
   * Answers come late.
   *
   * @param delay how much later than usual
   */
  record Slow(Duration delay) implements Fault {}

  /**
   * Every request is refused with a code that does not fit (Modbus exception code; Bad_Unexpected
   * over OPC UA).
   *
   * @param code the exception code, 1 to 255
   */
  record WrongException(int code) implements Fault {}

  /**
   * Connections are accepted and nothing is read from them, as behind a dead NAT entry. Those that
   * were open when it began stay dead when it ends; new ones are served.
   */
  record HalfOpen() implements Fault {}

  /**
   * Connections that are open are lost without a word, as after the reboot of a gateway: nothing
   * comes over them any more, and no end. New ones are served. Over at once.
   */
  record Lost() implements Fault {}

  /**
   * Pulled away: no connection is possible, open ones are dropped, until it is plugged in again.
   */
  record Unplugged() implements Fault {}

  /**
   * Restarts: away as if unplugged, for as long as it holds, and back with the values that it has
   * after power-up, every setpoint at its safe value and its watchdogs at their beginning.
   */
  record Restart() implements Fault {}

  /**
   * Values freeze.
   *
   * @param point the point that freezes; every point if empty
   */
  record Stuck(Optional<String> point) implements Fault {}

  /**
   * Measured numbers scatter around the truth (normal distribution, seeded).
   *
   * @param relative standard deviation as a share of the value, 0.01 for 1 %
   */
  record Noise(double relative) implements Fault {}

  /**
   * A sensor is not connected: the point shows its not-a-number code, or a bad status over OPC UA.
   *
   * @param point the point without a sensor
   */
  record SensorAbsent(String point) implements Fault {}

  /**
   * Counters start again from zero, as after the exchange of a meter.
   *
   * @param point the counter that jumps back
   */
  record CounterReset(String point) implements Fault {}

  /**
   * The device's clock is wrong, where it gives times at all.
   *
   * @param offset what is added to the true time
   */
  record ClockDrift(Duration offset) implements Fault {}
}
