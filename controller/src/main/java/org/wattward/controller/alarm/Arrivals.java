package org.wattward.controller.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often alarms come: rates, floods and those that chatter. Counted on the monotonic clock; not
 * thread-safe.
 */
final class Arrivals {
  /** An alarm that came this often within {@link #CHATTER_WINDOW} chatters (ISA-18.2 clause 16). */
  static final int CHATTER = 3;

  static final Duration CHATTER_WINDOW = Duration.ofMinutes(1);
  private static final long WINDOW_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int FLOOD_BEGINS_ABOVE = 10;
  private static final int FLOOD_ENDS_BELOW = 5;
  private static final int MOST_FREQUENT = 10;

  private final Deque<Long> all = new ArrayDeque<>();
  private final Map<String, Deque<Long>> byKey = new HashMap<>();
  private final Map<String, Integer> times = new HashMap<>();
  private Optional<Instant> floodSince = Optional.empty();
  private int most;

  /** An alarm came and was shown. */
  void came(String key, long nowNanos, Instant now) {
    all.addLast(nowNanos);
    byKey.computeIfAbsent(key, _ -> new ArrayDeque<>()).addLast(nowNanos);
    times.merge(key, 1, Integer::sum);
    settle(nowNanos, now);
  }

  /** Forgets what is past and sees whether a flood begins or ends. */
  void settle(long nowNanos, Instant now) {
    dropBefore(all, nowNanos - WINDOW_NANOS);
    byKey
        .values()
        .removeIf(came -> {
          dropBefore(came, nowNanos - CHATTER_WINDOW.toNanos());
          return came.isEmpty();
        });
    most = Math.max(most, all.size());
    if (floodSince.isEmpty() && all.size() > FLOOD_BEGINS_ABOVE) {
      floodSince = Optional.of(now);
    } else if (all.size() < FLOOD_ENDS_BELOW) {
      floodSince = Optional.empty();
    }
  }

  private static void dropBefore(Deque<Long> came, long fromNanos) {
    while (!came.isEmpty() && came.peekFirst() - fromNanos < 0) {
      came.removeFirst();
    }
  }

  /** Whether an alarm came so often of late that it chatters. */
  boolean chatters(String key) {
    Deque<Long> came = byKey.get(key);
    return came != null && came.size() >= CHATTER;
  }

  int inTenMinutes() {
    return all.size();
  }

  int mostInTenMinutes() {
    return most;
  }

  Optional<Instant> floodSince() {
    return floodSince;
  }

  List<AlarmLoad.Frequent> frequent() {
    return times.entrySet().stream()
        .sorted(
            Comparator.comparing(Map.Entry<String, Integer>::getValue)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_FREQUENT)
        .map(entry -> new AlarmLoad.Frequent(entry.getKey(), entry.getValue()))
        .toList();
  }
}
