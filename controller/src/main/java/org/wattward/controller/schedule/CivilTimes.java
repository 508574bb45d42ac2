package org.wattward.controller.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When a civil schedule fires. Quartz reads the cron expression, on a calendar without clock
 * changes; what becomes of its local times where clocks change is decided here, because Quartz by
 * itself leaves out a daily 02:30 in spring and stops for an hour in autumn.
 *
 * <p>The rule: a local time that the spring change leaves out fires at the first instant after the
 * gap; several such fire there once. A local time that the autumn change brings twice fires at the
 * first. So every local time fires exactly once. For a schedule that repeats within the hour (its
 * hour field is {@code *}) that is by the wall clock too; what shall go on in equal steps is no
 * matter for a civil schedule.
 */
final class CivilTimes {
  private final CronExpression cron;
  private final ZoneId zone;

  /**
   * Reads an expression.
   *
   * @throws InvalidSchedule when it is none
   */
  CivilTimes(String expression, ZoneId zone) {
    try {
      this.cron = new CronExpression(expression);
    } catch (ParseException e) {
      throw new InvalidSchedule(
          "\"%s\" is no cron expression: %s. Write six or seven fields, seconds first, for example \"0 30 2 * * ?\"."
              .formatted(expression, e.getMessage()),
          e);
    }
    cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
    this.zone = zone;
  }

  /** The first fire time after an instant; empty when there is none any more. */
  Optional<Instant> after(Instant instant) {
    // Local times of the last hours may come after the instant, where clocks went back.
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone).minusHours(3);
    Optional<LocalDateTime> next = localAfter(local);
    while (next.isPresent() && !instantOf(next.get()).isAfter(instant)) {
      next = localAfter(next.get());
    }
    return next.map(this::instantOf);
  }

  /** The last fire time at or before an instant, but not before another. */
  Optional<Instant> lastBetween(Instant earliest, Instant latest) {
    Optional<Instant> last = Optional.empty();
    Optional<Instant> next = after(earliest.minusNanos(1));
    while (next.isPresent() && !next.get().isAfter(latest)) {
      last = next;
      next = after(next.get());
    }
    return last;
  }

  private Optional<LocalDateTime> localAfter(LocalDateTime local) {
    Date next = cron.getNextValidTimeAfter(Date.from(local.toInstant(ZoneOffset.UTC)));
    return Optional.ofNullable(next)
        .map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
  }

  private Instant instantOf(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    return local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }
}
