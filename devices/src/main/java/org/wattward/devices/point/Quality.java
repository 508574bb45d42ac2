package org.wattward.devices.point;

/** What a reading is worth: {@code Good}, {@code Stale} or {@code Bad(reason)}. */
public sealed interface Quality {

  /** The two qualities of a value that was believed when it was read. */
  enum Known implements Quality {
    /** Read within the point's maximum age, and nothing spoke against it. */
    GOOD,
    /** Good when it was read, and that is longer ago than the point's maximum age. */
    STALE
  }

  /**
   * Not believed.
   *
   * @param reason a sentence: what was wrong, with the values concerned
   */
  record Bad(String reason) implements Quality {}

  /** Whether the value may be used without asking for it specially. */
  default boolean isGood() {
    return this == Known.GOOD;
  }
}
