package org.wattward.controller.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How fine samples are.
 *
 * @param tier what they are made from
 * @param width the time that each stands for; a multiple of the tier's
 */
record Resolution(Tier tier, Duration width) {
  /** What is kept of readings. */
  enum Tier {
    RAW("reading", Duration.ZERO),
    MINUTE("reading_1min", Duration.ofMinutes(1)),
    QUARTER("reading_15min", Duration.ofMinutes(15)),
    HOUR("reading_1h", Duration.ofHours(1));

    private final String table;
    private final Duration size;

    Tier(String table, Duration size) {
      this.table = table;
      this.size = size;
    }

    String table() {
      return table;
    }

    Duration size() {
      return size;
    }

    /** What readings are rolled up to, in the order in which one is made from the other. */
    static List<Tier> rollUps() {
      return List.of(MINUTE, QUARTER, HOUR);
    }

    /** What it is made from. */
    Tier finer() {
      return switch (this) {
        case RAW, MINUTE -> RAW;
        case QUARTER -> MINUTE;
        case HOUR -> QUARTER;
      };
    }

    /** What is made from it. */
    Tier coarser() {
      return switch (this) {
        case RAW -> MINUTE;
        case MINUTE -> QUARTER;
        case QUARTER, HOUR -> HOUR;
      };
    }

    /** How long it is kept. */
    Duration keep(Retention retention) {
      return switch (this) {
        case RAW -> retention.raw();
        case MINUTE -> retention.minutes();
        case QUARTER -> retention.quarters();
        case HOUR -> retention.hours();
      };
    }
  }

  private static final List<Long> WIDTHS_S =
      List.of(
          1L,
          2L,
          5L,
          10L,
          15L,
          30L,
          60L,
          120L,
          300L,
          600L,
          900L,
          1800L,
          3600L,
          7200L,
          10_800L,
          21_600L,
          43_200L,
          86_400L,
          172_800L,
          604_800L,
          2_419_200L);

  /**
   * Chooses the finest that gives about {@code target} samples at most, of what is still kept.
   *
   * @param from start of the time span
   * @param to its end, after {@code from}
   * @param target how many samples are wanted
   * @param retention what is kept
   * @param now the time of day
   */
  static Resolution of(Instant from, Instant to, int target, Retention retention, Instant now) {
    if (!from.isBefore(to) || target < 1) {
      throw new IllegalArgumentException(
          "From %s to %s in %d samples is no time span. Give an end after the start, and one sample or more."
              .formatted(from, to, target));
    }
    double wantedS = Duration.between(from, to).toMillis() / 1000.0 / target;
    Tier finest = finest(from, retention, now);
    double atLeastS = Math.max(wantedS, (double) finest.size().toSeconds());
    long widthS =
        WIDTHS_S.stream()
            .filter(width -> (double) width >= atLeastS)
            .findFirst()
            .orElse(((long) Math.ceil(atLeastS / 2_419_200)) * 2_419_200);
    return new Resolution(coarsest(widthS), Duration.ofSeconds(widthS));
  }

  /**
   * A width that somebody asks for.
   *
   * @param from start of the time span
   * @param to its end, after {@code from}
   * @param width a whole number of seconds
   * @param retention what is kept
   * @param now the time of day
   */
  static Resolution given(
      Instant from, Instant to, Duration width, Retention retention, Instant now) {
    if (!from.isBefore(to)
        || width.toSeconds() < 1
        || !width.equals(Duration.ofSeconds(width.toSeconds()))) {
      throw new IllegalArgumentException(
          "From %s to %s in steps of %s cannot be sampled. Give an end after the start, and whole seconds."
              .formatted(from, to, width));
    }
    Tier finest = finest(from, retention, now);
    Tier tier = coarsest(width.toSeconds());
    if (tier.compareTo(finest) < 0) {
      throw new IllegalArgumentException(
          "Of %s only steps of %s are kept. Ask for a multiple of that, or leave the resolution away."
              .formatted(from, finest.size()));
    }
    return new Resolution(tier, width);
  }

  /** The finest that is still kept of a time. */
  private static Tier finest(Instant from, Retention retention, Instant now) {
    Duration age = Duration.between(from, now);
    Tier finest = Tier.RAW;
    while (finest != Tier.HOUR && age.compareTo(finest.keep(retention)) > 0) {
      finest = finest.coarser();
    }
    return finest;
  }

  /** The coarsest that samples of a width can be made from. */
  private static Tier coarsest(long widthS) {
    Tier tier = Tier.RAW;
    for (Tier candidate : Tier.rollUps()) {
      if (widthS % candidate.size().toSeconds() == 0) {
        tier = candidate;
      }
    }
    return tier;
  }

  /** The start of the sample that a time falls into. */
  Instant floor(Instant time) {
    return Instant.ofEpochSecond(
        Math.floorDiv(time.getEpochSecond(), width.toSeconds()) * width.toSeconds());
  }
}
