package org.wattward.sim.field;

import java.time.Duration;

/**
 * A way in which a device is peculiar without being broken. What its template says of it (word
 * order, not-a-number codes, register limits, the demand for function 16) always holds; these come
 * on top, seen in the register maps and drivers that are named.
 */
public sealed interface Quirk {

  /**
   * Numbers of several registers have their words in the opposite order of what the template says
   * (Lambda before and after its firmware 1.1.3). Modbus.
   */
  record WordOrderSwapped() implements Quirk {}

  /**
   * Every register stands elsewhere than the template says, as where a manual counts from 1
   * (Stiebel Eltron ISG, 522 for 521). Modbus.
   *
   * @param by how many registers later, or earlier below zero
   */
  record OffByOne(int by) implements Quirk {}

  /**
   * A value that the device never has: it shows the not-a-number code of the point's type, or a bad
   * status over OPC UA, and says nothing over MQTT.
   *
   * @param point the point
   */
  record NotANumber(String point) implements Quirk {}

  /**
   * A sensor that was never connected and shows the raw number -32768, whatever the type of its
   * registers (many heat pumps). Modbus.
   *
   * @param point the point
   */
  record Minus32768(String point) implements Quirk {}

  /** Functions 5, 6 and 22 are refused, so even one register needs function 16 (Lambda). Modbus. */
  record Fc16Only() implements Quirk {}

  /**
   * Setpoints that were not written again in time become their safe values (Lambda, 60 s).
   *
   * @param time how long a setpoint holds, above zero
   */
  record WriteWatchdog(Duration time) implements Quirk {}

  /**
   * A write sooner than this after the last one is refused as busy (NIBE S, 10 s).
   *
   * @param time the least time between two writes
   */
  record WriteSpacing(Duration time) implements Quirk {}

  /**
   * A write sooner than this after the last one is acknowledged and without effect.
   *
   * @param time the least time between two writes
   */
  record WriteSpacingIgnored(Duration time) implements Quirk {}

  /** A second connection is dropped at once (Huawei SUN2000). Modbus. */
  record OneClient() implements Quirk {}

  /**
   * Nothing is answered so soon after connecting (Huawei SUN2000, about 1 s). Modbus.
   *
   * @param time how long
   */
  record ConnectDelay(Duration time) implements Quirk {}

  /**
   * A value outside the point's writing range, or a power above the device's rated one, is refused
   * instead of limited (Huawei SUN2000, register 47075).
   */
  record RejectAboveRated() implements Quirk {}

  /**
   * A read of more registers is refused as an illegal value. Modbus.
   *
   * @param registers the most in one read, 1 to 125
   */
  record BlockLimit(int registers) implements Quirk {}

  /** Registers between the points do not exist; reading across a gap is refused. Modbus. */
  record StrictGaps() implements Quirk {}

  /**
   * Counters start again from zero every so often.
   *
   * @param every how often by the device's clock, above zero
   */
  record CountersJumpBack(Duration every) implements Quirk {}
}
