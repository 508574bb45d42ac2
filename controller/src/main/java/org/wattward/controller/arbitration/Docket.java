package org.wattward.controller.arbitration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.wattward.controller.arbitration.RequestBook.Touch;
import org.wattward.devices.point.PointId;

/**
 * The points that are to be looked at anew, and when. Programs that order one point again and again
 * have it looked at a few times a second, whatever else wants it has it at once: so what they cost
 * does not grow with how much they ask.
 *
 * <p>{@link #notice} from any thread, everything else on the control thread.
 */
final class Docket {
  /** By difference, since a monotonic clock may pass the greatest long. */
  private static final Comparator<Due> SOONEST = (a, b) -> Long.signum(a.nanos - b.nanos);

  private final Map<PointId, PointControl> points;
  private final PriorityQueue<Due> due = new PriorityQueue<>(SOONEST);
  private final Map<PointId, String> deferred = new LinkedHashMap<>();
  private final Map<PointId, Pace> paces = new HashMap<>();
  private final Queue<PointId> noticed = new ConcurrentLinkedQueue<>();

  private record Due(long nanos, PointId point) {}

  /**
   * Makes an empty one.
   *
   * @param points all that are controlled; may still be filled
   */
  Docket(Map<PointId, PointControl> points) {
    this.points = points;
  }

  /** Something other than its requests touches some points. */
  void notice(Iterable<PointId> some) {
    some.forEach(noticed::add);
  }

  /** A point is to be looked at when a time comes, unless it is before. */
  void due(PointControl point, long nanos) {
    if (point.isSooner(nanos)) {
      due.add(new Due(nanos, point.id()));
    }
  }

  /**
   * What is to be looked at now.
   *
   * @param touched the points whose requests changed
   * @param also others that cannot wait
   * @return each with the zone that led to it; empty when none did
   */
  Map<PointId, String> take(Map<PointId, Touch> touched, Iterable<PointId> also, long nowNanos) {
    Map<PointId, String> now = new LinkedHashMap<>();
    Map<PointId, String> canWait = new LinkedHashMap<>(deferred);
    touched.forEach((point, touch) ->
        (touch.waits() ? canWait : now).merge(point, touch.zone(), Docket::named));
    also.forEach(point -> now.putIfAbsent(point, ""));
    for (PointId point = noticed.poll(); point != null; point = noticed.poll()) {
      now.putIfAbsent(point, "");
    }
    while (!due.isEmpty() && due.peek().nanos() - nowNanos <= 0) {
      Due first = due.remove();
      PointControl point = points.get(first.point());
      if (point != null) {
        point.dueCame(first.nanos());
        canWait.putIfAbsent(first.point(), "");
      }
    }
    now.keySet().forEach(point -> pace(point).take(nowNanos));
    deferred.clear();
    canWait.forEach((point, zone) -> {
      if (now.containsKey(point)) {
        now.merge(point, zone, Docket::named);
      } else if (pace(point).isFree(nowNanos)) {
        pace(point).take(nowNanos);
        now.put(point, zone);
      } else {
        deferred.put(point, zone);
      }
    });
    return now;
  }

  private Pace pace(PointId point) {
    return paces.computeIfAbsent(point, _ -> new Pace());
  }

  private static String named(String before, String now) {
    return before.isEmpty() ? now : before;
  }

  /** When something is to be looked at next, if anything is. */
  OptionalLong nextNanos() {
    List<Long> times = new ArrayList<>();
    if (!due.isEmpty()) {
      times.add(due.peek().nanos());
    }
    deferred.keySet().forEach(point -> times.add(pace(point).freeNanos()));
    return times.stream()
        .min((a, b) -> Long.signum(a - b))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }
}
