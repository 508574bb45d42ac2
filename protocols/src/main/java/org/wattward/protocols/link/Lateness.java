package org.wattward.protocols.link;

import java.util.Arrays;

/**
 * How late polls began, as counts per class of lateness: a class is a sixteenth of an octave wide,
 * so a percentile is exact to about 6 %. Those of many links add up, and what happened between two
 * moments is their difference.
 */
public final class Lateness {
  /** Nothing was polled yet. */
  public static final Lateness NONE = new Lateness(new long[0]);

  private static final int PARTS_PER_OCTAVE = 16;
  private static final int PART_BITS = 4;
  private static final double NANOS_PER_STEP = 100_000;
  private static final double STEPS_PER_MS = 10;

  /** Beyond 2 to this many tenths of a millisecond, which is seven minutes, all is one class. */
  private static final int MOST_OCTAVES = 22;

  static final int CLASSES = (MOST_OCTAVES - PART_BITS + 2) * PARTS_PER_OCTAVE;

  private final long[] counts;

  Lateness(long[] counts) {
    this.counts = counts;
  }

  /** The class of a lateness; below zero counts as in time. */
  static int classOf(long nanos) {
    long steps = Math.max(0, (long) (nanos / NANOS_PER_STEP));
    if (steps < PARTS_PER_OCTAVE) {
      return (int) steps;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(steps);
    if (octave > MOST_OCTAVES) {
      return CLASSES - 1;
    }
    int part = (int) (steps >> (octave - PART_BITS)) & (PARTS_PER_OCTAVE - 1);
    return (octave - PART_BITS + 1) * PARTS_PER_OCTAVE + part;
  }

  /** The upper end of a class. */
  private static double endMs(int of) {
    int octave = of / PARTS_PER_OCTAVE;
    if (octave == 0) {
      return (of + 1) / STEPS_PER_MS;
    }
    long width = 1L << (octave - 1);
    return (PARTS_PER_OCTAVE + of % PARTS_PER_OCTAVE + 1) * width / STEPS_PER_MS;
  }

  /** How many polls were counted. */
  public long polls() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The lateness that a share of the polls did not exceed.
   *
   * @param share above 0 to 1: 0.99 for the 99th percentile, 1 for the greatest
   * @return milliseconds, the upper end of its class; 0 without polls
   */
  public double percentileMs(double share) {
    long wanted = (long) Math.ceil(share * polls());
    long seen = 0;
    for (int of = 0; of < counts.length; of++) {
      seen += counts[of];
      if (seen >= wanted && seen > 0) {
        return endMs(of);
      }
    }
    return 0;
  }

  /** The polls of both. */
  public Lateness plus(Lateness other) {
    return combined(other, 1);
  }

  /** The polls since an earlier moment. */
  public Lateness since(Lateness earlier) {
    return combined(earlier, -1);
  }

  private Lateness combined(Lateness other, int sign) {
    long[] sum = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
    for (int of = 0; of < other.counts.length; of++) {
      sum[of] += sign * other.counts[of];
    }
    return new Lateness(sum);
  }
}
