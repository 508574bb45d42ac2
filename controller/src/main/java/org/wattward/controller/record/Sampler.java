package org.wattward.controller.record;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.record.History.Sample;

/**
 * Puts spans of one point, given in order of time, together to samples of equal width. A good value
 * counts until the next reading, but no longer than the point's hold; where nothing counts is a
 * gap.
 */
final class Sampler {
  private static final int MOST_SAMPLES = 200_000;
  private static final double US_PER_S = 1e6;

  private final long fromUs;
  private final long toUs;
  private final long widthUs;
  private final long holdUs;
  private final double[] goodS;
  private final double[] valueS;
  private final double[] min;
  private final double[] max;
  private final double[] last;
  private @Nullable Span before;

  /**
   * Makes one.
   *
   * @param from start of the first sample
   * @param to nothing counts from here on
   * @param width of a sample
   * @param holdS how long a value counts at most, seconds
   */
  Sampler(Instant from, Instant to, Duration width, double holdS) {
    fromUs = micros(from);
    toUs = micros(to);
    widthUs = width.toNanos() / 1000;
    holdUs = (long) (holdS * US_PER_S);
    long samples = Math.ceilDiv(Math.max(0, toUs - fromUs), widthUs);
    if (samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "From %s to %s in steps of %s are %d samples. Ask for %d at most."
              .formatted(from, to, width, samples, MOST_SAMPLES));
    }
    goodS = new double[(int) samples];
    valueS = new double[goodS.length];
    min = new double[goodS.length];
    max = new double[goodS.length];
    last = new double[goodS.length];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** Adds what follows; what lies before the first sample counts for what it carries into it. */
  void add(Span span) {
    carry(span.firstUs());
    Span.Good good = span.good();
    if (good != null && span.firstUs() >= fromUs && span.firstUs() < toUs) {
      int i = (int) ((span.firstUs() - fromUs) / widthUs);
      goodS[i] += span.goodS();
      valueS[i] += span.valueS();
      min[i] = Math.min(min[i], good.min());
      max[i] = Math.max(max[i], good.max());
      last[i] = good.last();
    }
    before = span;
  }

  private void carry(long untilUs) {
    Span carried = before;
    if (carried == null || !carried.lastIsGood()) {
      return;
    }
    long startUs = Math.max(fromUs, carried.lastUs());
    long endUs = Math.min(Math.min(toUs, untilUs), carried.lastUs() + holdUs);
    while (startUs < endUs) {
      int i = (int) ((startUs - fromUs) / widthUs);
      long partUs = Math.min(endUs, fromUs + (i + 1) * widthUs) - startUs;
      goodS[i] += partUs / US_PER_S;
      valueS[i] += carried.lastValue() * partUs / US_PER_S;
      min[i] = Math.min(min[i], carried.lastValue());
      max[i] = Math.max(max[i], carried.lastValue());
      last[i] = carried.lastValue();
      startUs += partUs;
    }
  }

  /**
   * The samples from the first to the last with good values; between them every one, with a good
   * share of 0 where there is a gap.
   */
  List<Sample> samples() {
    carry(Long.MAX_VALUE);
    before = null;
    int first = 0;
    int end = goodS.length;
    while (first < end && goodS[first] == 0) {
      first++;
    }
    while (end > first && goodS[end - 1] == 0) {
      end--;
    }
    List<Sample> samples = new ArrayList<>(end - first);
    for (int i = first; i < end; i++) {
      Instant time = Instant.EPOCH.plus(fromUs + i * widthUs, ChronoUnit.MICROS);
      double wholeS = Math.min(widthUs, toUs - fromUs - i * widthUs) / US_PER_S;
      samples.add(
          goodS[i] == 0
              ? new Sample(time, 0, 0, 0, 0, 0)
              : new Sample(
                  time,
                  min[i],
                  max[i],
                  valueS[i] / goodS[i],
                  last[i],
                  Math.min(1, goodS[i] / wholeS)));
    }
    return samples;
  }
}
