package org.wattward.rules.conclusions;

/**
 * The rule asks that a point has a value.
 *
 * @param device the device's id
 * @param point the name of one of its writable points
 * @param value in the point's unit
 * @param seconds for how long the wish lives unless it is repeated, above 0
 * @param reason a sentence that a building manager understands
 */
public record SetPoint(String device, String point, double value, double seconds, String reason)
    implements Conclusion {
  /**
   * The same with values in the reason.
   *
   * @param reason a sentence with {@code {}} where a value belongs
   * @param values numbers and texts, in that order
   */
  public SetPoint(
      String device, String point, double value, double seconds, String reason, Object... values) {
    this(device, point, value, seconds, Reason.of(reason, values));
  }
}
