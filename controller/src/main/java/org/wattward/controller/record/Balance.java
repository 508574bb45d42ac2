package org.wattward.controller.record;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a point's value came to over a time span.
 *
 * @param gain what a counter grew by, with resets and wrap-arounds, in its unit; what it grew by
 *     while nobody looked belongs to the span in which it was seen again
 * @param valueS the value's integral over the good time, unit times seconds: for W, 3600 of it are
 *     a Wh
 * @param goodS the good time, seconds
 */
public record Balance(double gain, double valueS, double goodS) {

  /**
   * One for each of the periods between bounds, in one walk.
   *
   * @param spans whose
   * @param bounds starts of the periods and the end of the last, in order
   * @param now nothing counts from here on
   */
  static List<Balance> of(Spans spans, List<Instant> bounds, Instant now) throws SQLException {
    Instant from = bounds.getFirst();
    Instant to = bounds.getLast();
    Walk walk = new Walk(spans.point(), spans.lastGoodBefore(from), bounds, now);
    spans.carried(from, walk);
    Resolution.Tier tier = tier(bounds);
    Instant first = ceil(from, tier);
    Instant last = floor(to, tier);
    if (tier != Resolution.Tier.RAW && first.isBefore(last)) {
      // Whole spans come from their roll-ups; what sticks out at either end from the readings.
      spans.read(Resolution.Tier.RAW, from, first, walk);
      spans.read(tier, first, last, walk);
      spans.read(Resolution.Tier.RAW, last, to, walk);
    } else {
      spans.read(Resolution.Tier.RAW, from, to, walk);
    }
    return walk.results();
  }

  /** The coarsest roll-up whose spans lie within one period each. */
  private static Resolution.Tier tier(List<Instant> bounds) {
    Resolution.Tier coarsest = Resolution.Tier.RAW;
    List<Instant> inner = bounds.subList(1, bounds.size() - 1);
    for (Resolution.Tier tier : Resolution.Tier.rollUps()) {
      if (inner.stream().allMatch(bound -> floor(bound, tier).equals(bound))) {
        coarsest = tier;
      }
    }
    return coarsest;
  }

  private static Instant floor(Instant time, Resolution.Tier tier) {
    long sizeS = Math.max(1, tier.size().toSeconds());
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), sizeS) * sizeS);
  }

  private static Instant ceil(Instant time, Resolution.Tier tier) {
    Instant floor = floor(time, tier);
    return floor.equals(time) ? time : floor.plus(tier.size());
  }

  /** Goes through periods with spans that come in order and lie within one each. */
  private static final class Walk implements Consumer<Span> {
    private final KnownPoint point;
    private final List<Instant> bounds;
    private final Instant now;
    private final List<Balance> results = new ArrayList<>();
    private Sum sum;

    Walk(KnownPoint point, OptionalDouble goodBefore, List<Instant> bounds, Instant now) {
      this.point = point;
      this.bounds = bounds;
      this.now = now;
      this.sum = sum(goodBefore);
    }

    private Sum sum(OptionalDouble goodBefore) {
      Instant end = bounds.get(results.size() + 1);
      return new Sum(point, goodBefore, bounds.get(results.size()), end.isBefore(now) ? end : now);
    }

    @Override
    public void accept(Span span) {
      while (results.size() + 2 < bounds.size()
          && span.firstUs() >= Sampler.micros(bounds.get(results.size() + 1))) {
        next();
      }
      sum.accept(span);
    }

    private void next() {
      Sum ended = sum;
      Span last = ended.before;
      results.add(ended.result());
      sum = sum(ended.lastGood);
      if (last != null) {
        // It counts for what it carries into the period.
        sum.accept(last);
      }
    }

    List<Balance> results() {
      while (results.size() + 2 < bounds.size()) {
        next();
      }
      results.add(sum.result());
      return results;
    }
  }

  /** Adds up spans that come in order. */
  static final class Sum implements Consumer<Span> {
    private final KnownPoint point;
    private final long fromUs;
    private final long toUs;
    private OptionalDouble lastGood;
    private @Nullable Span before;
    private double gain;
    private double valueS;
    private double goodS;

    Sum(KnownPoint point, OptionalDouble goodBefore, Instant from, Instant to) {
      this.point = point;
      this.lastGood = goodBefore;
      this.fromUs = Sampler.micros(from);
      this.toUs = Sampler.micros(to);
    }

    @Override
    public void accept(Span span) {
      carry(span.firstUs());
      Span.Good good = span.good();
      if (good != null && span.firstUs() >= fromUs) {
        gain += span.gain();
        gain += lastGood.isPresent() ? point.gain(lastGood.getAsDouble(), good.first()) : 0;
        valueS += span.valueS();
        goodS += span.goodS();
        lastGood = OptionalDouble.of(good.last());
      }
      before = span;
    }

    private void carry(long untilUs) {
      Span last = before;
      if (last != null && last.lastIsGood()) {
        long startUs = Math.max(fromUs, last.lastUs());
        long endUs =
            Math.min(Math.min(toUs, untilUs), last.lastUs() + (long) (point.holdS() * 1e6));
        if (startUs < endUs) {
          goodS += (endUs - startUs) / 1e6;
          valueS += last.lastValue() * (endUs - startUs) / 1e6;
        }
      }
    }

    Balance result() {
      carry(Long.MAX_VALUE);
      return new Balance(gain, valueS, goodS);
    }
  }
}
