package org.wattward.controller.arbitration;

import org.wattward.rules.request.Request;

/**
 * A request as it was taken in.
 *
 * @param request what is asked
 * @param owner whose requests are replaced together: {@code zone/feeder}, {@code schedules}, or
 *     empty for those of people and programs
 * @param deadlineNanos when it expires, on the monotonic clock: a jump of the calendar neither
 *     shortens nor prolongs its life
 * @param order grows with every new wish; of two on one level the later one is newer
 * @param ended why it no longer lives, a sentence; empty while it does
 */
public record Taken(Request request, String owner, long deadlineNanos, long order, String ended) {
  /** Whether it is to be heeded at a time. */
  public boolean livesAt(long nowNanos) {
    return ended.isEmpty() && deadlineNanos - nowNanos > 0;
  }

  /**
   * The same request, ended.
   *
   * @param why a sentence, not empty
   */
  public Taken ended(String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException(
          "Request %s cannot end without a reason.".formatted(request.id()));
    }
    return new Taken(request, owner, deadlineNanos, order, why);
  }
}
