package org.wattward.controller.acquisition;

import java.time.Duration;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.PointTemplate.PollGroup;

/**
 * When a reading is no longer good: stale after three poll periods but at least 5 s, bad after ten
 * but at least 15 s. Counted from its receipt on the monotonic clock, since a device's own clock
 * may be wrong.
 *
 * @param staleNanos stale when older than this
 * @param badNanos bad when older than this
 */
record Ageing(long staleNanos, long badNanos) {
  /** What is read once does not age by itself, only with its device. */
  static final Ageing NEVER = new Ageing(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final Duration LEAST_STALE = Duration.ofSeconds(5);
  private static final Duration LEAST_BAD = Duration.ofSeconds(15);

  static Ageing of(PollGroup group, PollPeriods periods) {
    return switch (group) {
      case FAST -> of(periods.fast());
      case NORMAL -> of(periods.normal());
      case SLOW -> of(periods.slow());
      case ONCE -> NEVER;
    };
  }

  private static Ageing of(Duration period) {
    return new Ageing(
        Math.max(period.multipliedBy(3).toNanos(), LEAST_STALE.toNanos()),
        Math.max(period.multipliedBy(10).toNanos(), LEAST_BAD.toNanos()));
  }

  /** The stricter of two. */
  Ageing and(Ageing other) {
    return new Ageing(Math.min(staleNanos, other.staleNanos), Math.min(badNanos, other.badNanos));
  }
}
