package org.wattward.controller.receipt;

/**
 * How much a program may ask for.
 *
 * @param perSecond orders a second on average, above 0; ten seconds' worth may come at once
 * @param live orders that live or wait at a time
 */
public record Quota(int perSecond, int live) {
  /** What a program may if nothing else was said. */
  public static final Quota USUAL = new Quota(1_000, 10_000);

  static final int BURST_S = 10;

  public Quota {
    if (perSecond < 1 || live < 1) {
      throw new IllegalArgumentException(
          "A quota of %d orders a second and %d live ones allows none. Give at least 1 of each."
              .formatted(perSecond, live));
    }
  }
}
