package org.wattward.controller.arbitration;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wattward.controller.arbitration.Circumstances.Full;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.ChangeLimit;

/**
 * Points of which only so many may change at a time. A point that has changed within the window may
 * change again. Only the control thread uses it.
 */
final class Fleet {
  private final String zone;
  private final ChangeLimit limit;
  private final int size;
  private final int most;

  /** When each point that changed within the window began to, the longest ago first. */
  private final Map<PointId, Long> changedNanos = new LinkedHashMap<>();

  Fleet(String zone, ChangeLimit limit, Set<PointId> members) {
    this.zone = zone;
    this.limit = limit;
    this.size = members.size();
    this.most = Math.max(1, (int) Math.floor(limit.share() * members.size() + 1e-9));
  }

  /** A point changed. */
  void changed(PointId point, long nanos) {
    changedNanos.putIfAbsent(point, nanos);
  }

  /** Why a point must wait, if it must. */
  Optional<Full> full(PointId point, long nowNanos) {
    long windowNanos = limit.window().toNanos();
    changedNanos.values().removeIf(since -> nowNanos - since >= windowNanos);
    if (changedNanos.containsKey(point) || changedNanos.size() < most) {
      return Optional.empty();
    }
    long first =
        changedNanos.values().stream()
            .min(Comparator.comparingLong(since -> since - nowNanos))
            .orElse(nowNanos);
    return Optional.of(
        new Full(
            first + windowNanos,
            "Of the %d devices of %s with %s at most %d may change in %s, and as many have."
                .formatted(size, zone, limit.point(), most, Words.span(windowNanos))));
  }
}
