package org.wattward.controller.arbitration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.wattward.devices.point.PointId;
import org.wattward.rules.request.Request;

/**
 * A limit that several points share: "all heat pumps of feeder F, together at most 40 kW".
 *
 * @param id names the wish: a later one of the same id replaces the earlier one
 * @param members the points, at least one, all of one unit
 * @param total what their values may come to together, in that unit
 * @param sharing how it is divided
 * @param level priority level, 1 (highest) to 16
 * @param reason a sentence that a building manager understands
 * @param source who asks
 * @param issued when it was made
 * @param validFor how long it lives from then
 */
public record GroupRequest(
    String id,
    List<PointId> members,
    double total,
    Sharing sharing,
    int level,
    String reason,
    Request.Source source,
    Instant issued,
    Duration validFor) {
  public GroupRequest {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException(
          "Group request %s has no members. Name at least one point.".formatted(id));
    }
    if (!Double.isFinite(total)) {
      throw new IllegalArgumentException(
          "Group request %s shares %s, which cannot be divided.".formatted(id, total));
    }
  }

  /** How a shared limit is divided. */
  public enum Sharing {
    /** Everybody may have the same, as far as it can be used. */
    EQUALLY,
    /** In proportion to size. */
    BY_SIZE,
    /** Everybody gets what is needed, or the same where that is too much; the rest by size. */
    BY_NEED
  }
}
