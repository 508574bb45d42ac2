package org.wattward.protocols.mqtt;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.protocols.link.PointReadings;

/**
 * Turns messages into readings. Only the link's thread calls this.
 *
 * <p>The time is the payload's, where the template says it has one, but never in the future; else
 * the time of receipt. A message that is older than what was already handed on is passed over. A
 * retained message without a time may be of any age, so its values are stale from the start; the
 * next live message makes them good. A member that a message lacks says nothing when the point has
 * been heard before (devices send parts), and is bad when it never was (the template may be wrong).
 */
final class TopicReadings {
  private final TopicPlan plan;
  private final Map<PointId, Instant> heard = new HashMap<>();

  /**
   * A message.
   *
   * @param topic its topic
   * @param payload what it says
   * @param retained whether the broker had kept it
   * @param received when it came
   */
  record Message(String topic, Payload payload, boolean retained, Instant received) {}

  TopicReadings(TopicPlan plan) {
    this.plan = plan;
  }

  /** The readings in a message, at most one of each point. */
  List<Reading> read(Message message) {
    Map<PointId, Reading> readings = new LinkedHashMap<>();
    for (TopicPoint point : plan.at(message.topic())) {
      reading(point, message).ifPresent(reading -> readings.put(point.id(), reading));
    }
    return List.copyOf(readings.values());
  }

  private Optional<Reading> reading(TopicPoint point, Message message) {
    Optional<Instant> told =
        point
            .timePointer()
            .flatMap(message.payload()::time)
            .filter(t -> !t.isAfter(message.received()));
    Instant time = told.orElse(message.received());
    Instant last = heard.get(point.id());
    if (last != null && time.isBefore(last)) {
      return Optional.empty();
    }
    Payload.Found found = message.payload().value(point.jsonPointer());
    if (found instanceof Payload.Found.Absent && last != null) {
      return Optional.empty();
    }
    Reading reading =
        switch (found) {
          case Payload.Found.Value(double number) ->
              PointReadings.of(point.id(), point.template(), time, number * point.scale());
          case Payload.Found.Absent() ->
              bad(point, message, time, "it has nothing at " + point.jsonPointer());
          case Payload.Found.Unusable(String reason) -> bad(point, message, time, reason);
        };
    heard.put(point.id(), time);
    return Optional.of(message.retained() && told.isEmpty() ? reading.stale() : reading);
  }

  private static Reading bad(TopicPoint point, Message message, Instant time, String reason) {
    return Reading.bad(
        point.id(),
        time,
        "A message of topic %s cannot be used: %s.".formatted(message.topic(), reason));
  }
}
