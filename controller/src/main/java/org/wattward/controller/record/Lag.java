package org.wattward.controller.record;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wattward.devices.time.Time;

/** How long the oldest batch of this run waits to be stored. Any thread. */
final class Lag {
  private static final int MOST = 10_000;

  private final Time time;
  private final Map<Batch.Key, Long> sinceNanos = new LinkedHashMap<>();

  Lag(Time time) {
    this.time = time;
  }

  synchronized void waiting(Batch.Key key) {
    // Beyond this many the oldest are enough to know.
    if (sinceNanos.size() < MOST) {
      sinceNanos.put(key, time.nanos());
    }
  }

  synchronized void arrived(Batch.Key key) {
    sinceNanos.remove(key);
  }

  synchronized Duration now() {
    return sinceNanos.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(time.nanos() - sinceNanos.values().iterator().next());
  }

  synchronized boolean isNone() {
    return sinceNanos.isEmpty();
  }
}
