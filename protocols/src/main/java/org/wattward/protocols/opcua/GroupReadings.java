package org.wattward.protocols.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/**
 * What one poll group knows of its points in one session.
 *
 * <p>A server reports a variable only when it changes. So that an unchanged point does not look
 * stale while its subscription lives, its last reading is given again, at most once in the group's
 * period, with the time of the publish response (data or keep-alive) that confirmed it. When
 * responses stop, nothing is given and the points age. Only the link's thread calls this.
 */
final class GroupReadings {
  private final Duration period;
  private final ReadingTimes times;
  private final Elements elements;
  private final Map<PointId, Reading> last = new LinkedHashMap<>();
  private long confirmedNanos;
  private boolean confirmedOnce;

  /** One value of one point as it came. */
  record Sample(NodePoint point, DataValue value) {}

  GroupReadings(Duration period, ReadingTimes times, Elements elements) {
    this.period = period;
    this.times = times;
    this.elements = elements;
  }

  /**
   * A publish response came.
   *
   * @param samples what changed, oldest first; empty for a keep-alive
   * @param received when, by the calendar
   * @param nanos when, by the monotonic clock
   * @return readings to hand on, in order; no list holds a point twice
   */
  List<List<Reading>> heard(List<Sample> samples, Instant received, long nanos) {
    List<Map<PointId, Reading>> batches = new ArrayList<>();
    for (Sample sample : samples) {
      NodePoint point = sample.point();
      Instant time =
          times.next(point.id(), NodeValues.sourceTime(sample.value()), received, tolerance());
      Reading reading = NodeValues.reading(point, sample.value(), time, elements);
      batchWithout(point.id(), batches).put(point.id(), reading);
    }
    if (isDue(nanos)) {
      confirm(batches, received);
      confirmedNanos = nanos;
      confirmedOnce = true;
    }
    batches.forEach(last::putAll);
    return batches.stream().map(batch -> List.copyOf(batch.values())).toList();
  }

  /** Takes note that a point cannot be had; the reason is given again until a value comes. */
  Reading refused(NodePoint point, String reason, Instant received) {
    Instant time = times.next(point.id(), null, received, Duration.ZERO);
    Reading reading = Reading.bad(point.id(), time, reason);
    last.put(point.id(), reading);
    return reading;
  }

  private boolean isDue(long nanos) {
    return !confirmedOnce || nanos - confirmedNanos >= period.toNanos() / 10 * 9;
  }

  private void confirm(List<Map<PointId, Reading>> batches, Instant received) {
    for (Reading known : last.values()) {
      PointId id = known.point();
      if (batches.stream().noneMatch(batch -> batch.containsKey(id))) {
        Instant time = times.next(id, null, received, Duration.ZERO);
        batchWithout(id, batches).put(id, new Reading(id, time, known.value(), known.quality()));
      }
    }
  }

  private static Map<PointId, Reading> batchWithout(
      PointId id, List<Map<PointId, Reading>> batches) {
    for (int i = batches.size(); i > 0; i--) {
      if (batches.get(i - 1).containsKey(id)) {
        return i < batches.size() ? batches.get(i) : appended(batches);
      }
    }
    return batches.isEmpty() ? appended(batches) : batches.getFirst();
  }

  private static Map<PointId, Reading> appended(List<Map<PointId, Reading>> batches) {
    Map<PointId, Reading> batch = new LinkedHashMap<>();
    batches.add(batch);
    return batch;
  }

  private Duration tolerance() {
    Duration two = period.multipliedBy(2);
    return two.compareTo(Duration.ofSeconds(5)) > 0 ? two : Duration.ofSeconds(5);
  }
}
