package org.wattward.controller.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.wattward.devices.time.Time;
import org.wattward.rules.decide.Snapshot.DemandResponse;

/**
 * The demand-response events that are announced or active. They are told in the time of day, so
 * they follow the calendar clock; one that is over is forgotten. Any thread.
 */
public final class Events {
  /** Kept a while, so that a clock set forward by mistake and back again loses none. */
  private static final Duration KEPT_AFTER_END = Duration.ofDays(2);

  private final Time time;
  private final ConcurrentMap<String, DemandResponse> events = new ConcurrentHashMap<>();

  /** Makes one without events. */
  public Events(Time time) {
    this.time = time;
  }

  /**
   * Takes an event, or replaces the one of its id.
   *
   * @throws IllegalArgumentException when it does not end after its start
   */
  public void announce(DemandResponse event) {
    if (!event.end().isAfter(event.start())) {
      throw new IllegalArgumentException(
          "Event %s ends at %s, which is not after its start at %s."
              .formatted(event.id(), event.end(), event.start()));
    }
    events.put(event.id(), event);
  }

  /** Takes an event back; whether there was one. */
  public boolean cancel(String id) {
    DemandResponse event = events.remove(id);
    return event != null && event.end().isAfter(time.now());
  }

  /** Those announced or active, in order of their start. */
  public List<DemandResponse> list() {
    Instant now = time.now();
    events.values().removeIf(event -> event.end().plus(KEPT_AFTER_END).isBefore(now));
    return events.values().stream()
        .filter(event -> event.end().isAfter(now))
        .sorted(Comparator.comparing(DemandResponse::start).thenComparing(DemandResponse::id))
        .toList();
  }
}
