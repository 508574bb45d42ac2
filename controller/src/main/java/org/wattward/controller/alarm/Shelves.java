package org.wattward.controller.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.keep.Keep;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The alarms that were put aside, remembered across restarts. A shelf ends on the monotonic clock,
 * so that a clock that is set prolongs none. Not thread-safe.
 */
final class Shelves {
  /** For longer than a shift, somebody should look again. */
  static final Duration LONGEST = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(Shelves.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Keep keep;
  private final Map<String, Placed> shelves = new HashMap<>();

  private record Placed(Shelf shelf, long endNanos) {}

  Shelves(Keep keep, long nowNanos, Instant now) {
    this.keep = keep;
    keep.values().forEach((key, json) -> restore(key, json, nowNanos, now));
  }

  private void restore(String key, String json, long nowNanos, Instant now) {
    try {
      Shelf shelf = JSON.readValue(json, Shelf.class);
      Duration rest = Duration.between(now, shelf.until());
      if (rest.isPositive()) {
        long nanos = (rest.compareTo(LONGEST) < 0 ? rest : LONGEST).toNanos();
        shelves.put(key, new Placed(shelf, nowNanos + nanos));
        return;
      }
    } catch (JacksonException e) {
      log.warn("Why the alarm {} was put aside cannot be read; it is shown again.", key);
    }
    keep.remove(key);
  }

  Optional<Shelf> of(String key) {
    return Optional.ofNullable(shelves.get(key)).map(Placed::shelf);
  }

  void put(String key, Shelf shelf, long endNanos) {
    shelves.put(key, new Placed(shelf, endNanos));
    keep.put(key, JSON.writeValueAsString(shelf));
  }

  /** Takes an alarm back; whether it was put aside. */
  boolean take(String key) {
    if (shelves.remove(key) == null) {
      return false;
    }
    keep.remove(key);
    return true;
  }

  /** Takes back those whose time is over, and names them. */
  List<String> takeOver(long nowNanos) {
    List<String> over = new ArrayList<>();
    shelves.forEach((key, placed) -> {
      if (nowNanos - placed.endNanos() >= 0) {
        over.add(key);
      }
    });
    over.forEach(this::take);
    return over;
  }
}
