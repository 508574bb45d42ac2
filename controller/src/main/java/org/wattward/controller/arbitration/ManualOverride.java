package org.wattward.controller.arbitration;

import java.time.Duration;
import org.wattward.devices.point.PointId;
import org.wattward.rules.request.Request;
import org.wattward.rules.request.Request.Source;

/**
 * What somebody set by hand and that is alive.
 *
 * @param request what, until when, and why
 * @param remaining for how long it lives yet; a clock that is set does not change it
 * @param endsSoon whether it is time to remind of its end
 */
public record ManualOverride(Request request, Duration remaining, boolean endsSoon) {
  private static final String PREFIX = "override/";

  /** One shorter than this ends before anybody could act on a reminder. */
  private static final Duration TOO_SHORT = Duration.ofMinutes(2);

  private static final int MOST_SHARE = 3;

  /** The id of the one override of a point that somebody may have. */
  public static String id(PointId point, String name) {
    return PREFIX + point + "/" + name;
  }

  /** Whether a request is one: of a person, or of a program by the address of overrides. */
  static boolean isOne(Request request) {
    return request.source().kind() == Source.Kind.PERSON
        || (request.source().kind() == Source.Kind.PROGRAM && request.id().startsWith(PREFIX));
  }

  /**
   * A request as an override.
   *
   * @param before how long before its end it is reminded of; at most a third of its life
   */
  static ManualOverride of(Request request, Duration remaining, Duration before) {
    Duration third = request.validFor().dividedBy(MOST_SHARE);
    Duration notice = third.compareTo(before) < 0 ? third : before;
    boolean soon = request.validFor().compareTo(TOO_SHORT) >= 0 && remaining.compareTo(notice) <= 0;
    return new ManualOverride(request, remaining, soon);
  }
}
