package org.wattward.controller.record;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  static Balance of(Spans spans, Instant from, Instant to, Instant now) throws SQLException {
    Sum sum = new Sum(spans.point(), spans.lastGoodBefore(from), from, to.isBefore(now) ? to : now);
    spans.carried(from, sum);
    Instant firstHour = ceil(from);
    Instant lastHour = to.truncatedTo(ChronoUnit.HOURS);
    if (firstHour.isBefore(lastHour)) {
      // Whole hours come from their roll-ups; what sticks out at either end from finer ones.
      spans.read(Resolution.Tier.RAW, from, firstHour, sum);
      spans.read(Resolution.Tier.HOUR, firstHour, lastHour, sum);
      spans.read(Resolution.Tier.RAW, lastHour, to, sum);
    } else {
      spans.read(Resolution.Tier.RAW, from, to, sum);
    }
    return sum.result();
  }

  private static Instant ceil(Instant time) {
    Instant floor = time.truncatedTo(ChronoUnit.HOURS);
    return floor.equals(time) ? time : floor.plus(1, ChronoUnit.HOURS);
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
