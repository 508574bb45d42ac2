package org.wattward.protocols.link;

/** What became of one write. */
public sealed interface WriteOutcome {
  /**
   * The device took the value and gave it back.
   *
   * @param readBack the value read back, within the point's tolerance, in its unit
   */
  record Verified(double readBack) implements WriteOutcome {}

  /** The device acknowledged the value; the point cannot be read back, so nobody saw it there. */
  record Accepted() implements WriteOutcome {}

  /**
   * The device accepted the write but holds another value.
   *
   * @param readBack the value it holds
   */
  record Mismatch(double readBack) implements WriteOutcome {}

  /**
   * The value was not taken: the device said no, or it never went out.
   *
   * @param reason a sentence
   */
  record Refused(String reason) implements WriteOutcome {}

  /**
   * Nobody knows whether the device took it. It must be read before it is written again.
   *
   * @param reason a sentence
   */
  record Unknown(String reason) implements WriteOutcome {}
}
