package org.wattward.controller.zone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wattward.controller.keep.Keep;
import org.wattward.rules.decide.Decider.Condition;
import org.wattward.rules.decide.Snapshot.HeldCondition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers for how long conditions have held that rules state, so that "for five minutes" is an
 * input of the next decision and not a session's memory. Counted on the monotonic clock. One zone's
 * thread.
 *
 * <p>It is remembered across a restart too: a condition that the first decision states again goes
 * on from where it was. The time in between does not count, because nobody looked.
 */
final class ConditionKeeper {
  private static final Logger log = LoggerFactory.getLogger(ConditionKeeper.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long KEEP_PERIOD_NANOS = Duration.ofSeconds(30).toNanos();
  private static final String SEPARATOR = "/";

  private final String zone;
  private final Keep keep;
  private final Map<Condition, Long> sinceNanos = new HashMap<>();
  private long keptNanos;

  /**
   * Takes up what was kept of a zone.
   *
   * @param zone the zone's id
   * @param keep where it is kept; other zones may keep theirs there too
   * @param nowNanos the monotonic clock
   */
  ConditionKeeper(String zone, Keep keep, long nowNanos) {
    this.zone = zone;
    this.keep = keep;
    this.keptNanos = nowNanos;
    keep.values()
        .forEach((name, json) -> {
          if (name.startsWith(zone + SEPARATOR)) {
            restore(json, nowNanos);
          }
        });
  }

  /** A condition as it is kept. */
  private record Kept(String condition, String subject, double seconds) {}

  private void restore(String json, long nowNanos) {
    try {
      Kept kept = JSON.readValue(json, Kept.class);
      sinceNanos.put(
          new Condition(kept.condition, kept.subject), nowNanos - (long) (kept.seconds * 1e9));
    } catch (JacksonException e) {
      log.warn(
          "How long a condition of zone {} has held cannot be read and begins anew: {}",
          zone,
          e.getMessage());
    }
  }

  /**
   * Takes what a decision stated: what it did not state holds no longer.
   *
   * @return what began and what ended with it
   */
  List<ConditionChange> stated(Set<Condition> conditions, long nowNanos) {
    List<ConditionChange> changes = new ArrayList<>();
    for (Condition held : List.copyOf(sinceNanos.keySet())) {
      if (!conditions.contains(held)) {
        sinceNanos.remove(held);
        changes.add(new ConditionChange(held, false));
      }
    }
    for (Condition condition : conditions) {
      if (sinceNanos.putIfAbsent(condition, nowNanos) == null) {
        changes.add(new ConditionChange(condition, true));
      }
    }
    if (keep.remembers()) {
      keep(changes, nowNanos);
    }
    return changes;
  }

  /** Changes at once, and all from time to time, so that a crash costs half a minute at most. */
  private void keep(List<ConditionChange> changes, long nowNanos) {
    List<String> ended =
        changes.stream().filter(it -> !it.holds()).map(it -> name(it.condition())).toList();
    if (!ended.isEmpty()) {
      keep.removeAll(ended);
    }
    boolean all = nowNanos - keptNanos >= KEEP_PERIOD_NANOS;
    Map<String, String> values = new LinkedHashMap<>();
    sinceNanos.forEach((condition, since) -> {
      if (all || since == nowNanos) {
        double seconds = (nowNanos - since) / 1e9;
        values.put(
            name(condition),
            JSON.writeValueAsString(new Kept(condition.name(), condition.subject(), seconds)));
      }
    });
    if (!values.isEmpty()) {
      keep.putAll(values);
    }
    keptNanos = all ? nowNanos : keptNanos;
  }

  private String name(Condition condition) {
    return String.join(SEPARATOR, zone, condition.name(), condition.subject());
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
