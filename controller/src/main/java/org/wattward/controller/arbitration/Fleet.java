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

  /** The points that changed within the window. */
  private final Map<PointId, Change> changes = new LinkedHashMap<>();

  /** When a point changed: when that was decided, and once it was sent to its device, then. */
  private record Change(long nanos, boolean isSent) {}

  Fleet(String zone, ChangeLimit limit, Set<PointId> members) {
    this.zone = zone;
    this.limit = limit;
    this.size = members.size();
    this.most = Math.max(1, (int) Math.floor(limit.share() * members.size() + 1e-9));
  }

  /** Another value was decided for a point. */
  void changed(PointId point, long nanos) {
    changes.putIfAbsent(point, new Change(nanos, false));
  }

  /** Another value left for a point's device, which may be long after it was decided. */
  void sent(PointId point, long nanos) {
    Change known = changes.get(point);
    if (known == null || !known.isSent) {
      changes.put(point, new Change(nanos, true));
    }
  }

  /** Why a point must wait, if it must. */
  Optional<Full> full(PointId point, long nowNanos) {
    long windowNanos = limit.window().toNanos();
    changes.values().removeIf(change -> nowNanos - change.nanos >= windowNanos);
    if (changes.containsKey(point) || changes.size() < most) {
      return Optional.empty();
    }
    long first =
        changes.values().stream()
            .map(Change::nanos)
            .min(Comparator.comparingLong(since -> since - nowNanos))
            .orElse(nowNanos);
    return Optional.of(
        new Full(
            first + windowNanos,
            "Of the %d devices of %s with %s at most %d may change in %s, and as many have."
                .formatted(size, zone, limit.point(), most, Words.span(windowNanos))));
  }
}
