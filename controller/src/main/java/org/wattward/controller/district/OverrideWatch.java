package org.wattward.controller.district;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.wattward.controller.alarm.Alarm.Priority;
import org.wattward.controller.alarm.Alarms;
import org.wattward.controller.alarm.Condition;
import org.wattward.controller.arbitration.ManualOverride;
import org.wattward.devices.site.Site;
import org.wattward.devices.time.Time;
import org.wattward.rules.request.Request;

/**
 * Reminds of overrides before they end, by an alarm of low priority that goes when the override is
 * prolonged, ended or over. One thread calls it.
 */
final class OverrideWatch {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  private final Site site;
  private final Supplier<List<ManualOverride>> overrides;
  private final Alarms alarms;
  private final Time time;
  private Set<String> reminded = new HashSet<>();

  OverrideWatch(Site site, Supplier<List<ManualOverride>> overrides, Alarms alarms, Time time) {
    this.site = site;
    this.overrides = overrides;
    this.alarms = alarms;
    this.time = time;
  }

  void turn() {
    Set<String> now = new HashSet<>();
    for (ManualOverride override : overrides.get()) {
      if (override.endsSoon()) {
        Condition condition = reminder(override);
        alarms.raise(condition);
        now.add(condition.key());
      }
    }
    reminded.stream().filter(key -> !now.contains(key)).forEach(alarms::clear);
    reminded = now;
  }

  private Condition reminder(ManualOverride override) {
    Request request = override.request();
    Instant end = time.now().plus(override.remaining());
    ZoneId zone = site.timeZone();
    return new Condition(
        "override-end/" + request.id(),
        request.point().toString(),
        Priority.LOW,
        "The override of %s by %s ends at %s: %s"
            .formatted(
                request.point(),
                request.source().name(),
                CLOCK.format(end.atZone(zone)),
                request.reason()),
        "Then rules, schedules and programs decide about it again.",
        "Give it again with a longer time if it is still needed.",
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }
}
