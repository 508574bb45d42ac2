package org.wattward.sim.fault;

import java.time.Duration;

/**
 * How often each fault befalls a piece of a TCP stream, as a probability; at most one fault befalls
 * a piece. A piece is what one read of the peer gave: with a request-reply protocol mostly one
 * message.
 *
 * @param delay it comes late, by up to {@code longestDelay}
 * @param drip it comes byte by byte, over up to {@code longestDelay}
 * @param cut part of it comes and the connection ends
 * @param duplicate it comes twice (replies only)
 * @param reorder it comes after the next one (replies only)
 * @param corrupt one bit among its first nine bytes is turned, where a Modbus reply has its header,
 *     function and length (replies only)
 * @param halfOpen from it on nothing comes any more, and the connection stays
 * @param longestDelay the longest a piece is held
 */
public record FaultMix(
    double delay,
    double drip,
    double cut,
    double duplicate,
    double reorder,
    double corrupt,
    double halfOpen,
    Duration longestDelay) {
  /** A network without faults. */
  public static final FaultMix NONE = new FaultMix(0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

  public FaultMix {
    double sum = delay + drip + cut + duplicate + reorder + corrupt + halfOpen;
    double least =
        Math.min(
            Math.min(Math.min(delay, drip), Math.min(cut, duplicate)),
            Math.min(Math.min(reorder, corrupt), halfOpen));
    if (!(least >= 0 && sum <= 1)) {
      throw new IllegalArgumentException(
          "The probabilities of faults sum to %s; each must be 0 or more and all together 1 at most."
              .formatted(sum));
    }
  }

  /** All faults alike, together with this probability. */
  public static FaultMix even(double probability, Duration longestDelay) {
    double each = probability / 7;
    return new FaultMix(each, each, each, each, each, each, each, longestDelay);
  }

  /** What befalls a piece, for a number drawn evenly from 0 to 1. */
  Kind kind(double drawn) {
    double[] shares = {delay, drip, cut, duplicate, reorder, corrupt, halfOpen};
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i];
      if (drawn < sum) {
        return Kind.FAULTS[i];
      }
    }
    return Kind.NONE;
  }

  /** What befalls a piece. */
  public enum Kind {
    NONE,
    DELAY,
    DRIP,
    CUT,
    DUPLICATE,
    REORDER,
    CORRUPT,
    HALF_OPEN;

    private static final Kind[] FAULTS = {DELAY, DRIP, CUT, DUPLICATE, REORDER, CORRUPT, HALF_OPEN};
  }
}
