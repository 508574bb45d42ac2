package org.wattward.devices.codec;

/** What the words of a point turned out to be. */
public sealed interface Decoded {

  /**
   * A value that can be believed.
   *
   * @param value finite, in the point's unit, within the point's range
   */
  record Value(double value) implements Decoded {}

  /**
   * The device says that it has no value here.
   *
   * @param reason a sentence: which code stood there
   */
  record NotANumber(String reason) implements Decoded {}

  /**
   * A number that cannot be true.
   *
   * @param value the number, in the point's unit
   * @param reason a sentence with the number and the range or the codes known
   */
  record OutOfRange(double value, String reason) implements Decoded {}
}
