package org.wattward.rules.request;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.wattward.devices.point.PointId;

/**
 * A wish for a point. Everything expires: no request lives for ever.
 *
 * @param id names the wish: a later request of the same id replaces the earlier one
 * @param point which point
 * @param wish what it asks
 * @param level priority level, 1 (highest) to 16
 * @param reason a sentence that a building manager understands
 * @param source who asks
 * @param issued when it was made
 * @param validFor how long it lives from then, above zero
 * @param basis the points whose readings it rests on; when one is no longer good, it is withdrawn
 */
public record Request(
    String id,
    PointId point,
    Wish wish,
    int level,
    String reason,
    Source source,
    Instant issued,
    Duration validFor,
    Set<PointId> basis) {
  /** Highest priority level. */
  public static final int HIGHEST = 1;

  /** Lowest priority level, for schedule defaults. */
  public static final int LOWEST = 16;

  /** Level of manual overrides by operators. */
  public static final int MANUAL_OPERATOR = 8;

  public Request {
    if (level < HIGHEST || level > LOWEST) {
      throw new IllegalArgumentException(
          "Level %d for %s is impossible. Levels go from 1 (highest) to 16."
              .formatted(level, point));
    }
    if (!validFor.isPositive()) {
      throw new IllegalArgumentException(
          "A request for %s that is valid for %s never lives. Give a duration above zero."
              .formatted(point, validFor));
    }
    basis = Set.copyOf(basis);
  }

  /**
   * Who asks.
   *
   * @param kind what sort of asker
   * @param name the rule's sentence, the schedule's id, the program's or the person's name
   * @param origin the rule package with its version ({@code demand-response 1.0.0}), else empty
   */
  public record Source(Kind kind, String name, String origin) {
    /** The sorts of asker. */
    public enum Kind {
      RULE,
      SCHEDULE,
      PROGRAM,
      PERSON
    }
  }
}
