package org.wattward.sim.field;

import java.time.Duration;

/**
 * How a device is peculiar without being broken. Word order, not-a-number codes, register limits
 * and the demand for function 16 are in its template and always hold; these can be chosen.
 *
 * @param oneClientOnly whether a second connection is dropped at once (Huawei SUN2000)
 * @param connectDelay how long after connecting nothing is answered (Huawei SUN2000, about 1 s)
 * @param writeSpacing a write sooner than this after the last one is refused as busy (NIBE S, 10 s)
 * @param rejectOutOfRange whether a value outside the point's writing range is refused (Huawei
 *     SUN2000 above its rated power) instead of limited
 * @param strictGaps whether registers between the points do not exist, so that reading across a gap
 *     is refused
 */
public record Quirks(
    boolean oneClientOnly,
    Duration connectDelay,
    Duration writeSpacing,
    boolean rejectOutOfRange,
    boolean strictGaps) {
  /** No peculiarity. */
  public static final Quirks NONE = new Quirks(false, Duration.ZERO, Duration.ZERO, false, false);
}
