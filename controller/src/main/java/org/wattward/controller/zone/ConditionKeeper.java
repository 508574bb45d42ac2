package org.wattward.controller.zone;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wattward.rules.decide.Decider.Condition;
import org.wattward.rules.decide.Snapshot.HeldCondition;

/**
 * Remembers since when conditions hold that rules state, so that "for five minutes" is an input of
 * the next decision and not a session's memory. Counted on the monotonic clock. One zone's thread.
 */
final class ConditionKeeper {
  private final Map<Condition, Long> sinceNanos = new HashMap<>();

  /** Takes what a decision stated: what it did not state holds no longer. */
  void stated(Set<Condition> conditions, long nowNanos) {
    sinceNanos.keySet().retainAll(conditions);
    conditions.forEach(condition -> sinceNanos.putIfAbsent(condition, nowNanos));
  }

  /** How long each has held, in a fixed order. */
  List<HeldCondition> held(long nowNanos) {
    return sinceNanos.entrySet().stream()
        .map(entry ->
            new HeldCondition(
                entry.getKey().name(),
                entry.getKey().subject(),
                (nowNanos - entry.getValue()) / 1e9))
        .sorted(
            Comparator.comparing(HeldCondition::condition).thenComparing(HeldCondition::subject))
        .toList();
  }
}
