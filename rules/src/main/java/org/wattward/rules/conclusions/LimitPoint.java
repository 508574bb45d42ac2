package org.wattward.rules.conclusions;

/**
 * The rule asks that a point stays within bounds, whatever it is set to.
 *
 * @param device the device's id
 * @param point the name of one of its writable points
 * @param min least value in the point's unit
 * @param max greatest value in the point's unit
 * @param seconds for how long the wish lives unless it is repeated, above 0
 * @param reason a sentence that a building manager understands
 */
public record LimitPoint(
    String device, String point, double min, double max, double seconds, String reason)
    implements Conclusion {
  /**
   * The same with values in the reason.
   *
   * @param reason a sentence with {@code {}} where a value belongs
   * @param values numbers and texts, in that order
   */
  public LimitPoint(
      String device,
      String point,
      double min,
      double max,
      double seconds,
      String reason,
      Object... values) {
    this(device, point, min, max, seconds, Reason.of(reason, values));
  }
}
