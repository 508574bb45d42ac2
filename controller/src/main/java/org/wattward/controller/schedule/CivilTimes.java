package org.wattward.controller.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When a civil schedule begins. Quartz reads the cron expression, on a calendar without clock
 * changes; what becomes of its local times where clocks change is decided here, because Quartz by
 * itself leaves out a daily 02:30 in spring and stops for an hour in autumn.
 *
 * <p>The rule: a local time that the spring change leaves out is at the first instant after the
 * gap; several such are there once. A local time that the autumn change brings twice is at the
 * first. So every local time is exactly once. For a schedule that repeats within the hour (its hour
 * field is {@code *}) that is by the wall clock too; what shall go on in equal steps is no matter
 * for a civil schedule. 29 February is in leap years only; {@code L} is the last day of any
 * February.
 */
final class CivilTimes implements Beginnings {
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

  @Override
  public List<Beginning> on(LocalDate date) {
    List<Beginning> beginnings = new ArrayList<>();
    Optional<LocalDateTime> next = localAfter(justBefore(date));
    while (next.isPresent() && next.get().toLocalDate().equals(date)) {
      Instant at = instantOf(next.get(), zone);
      if (beginnings.isEmpty() || at.isAfter(beginnings.getLast().at())) {
        beginnings.add(new Beginning(at, next.get()));
      }
      next = localAfter(next.get());
    }
    return beginnings;
  }

  @Override
  public Optional<LocalDate> dateFrom(LocalDate date) {
    return localAfter(justBefore(date)).map(LocalDateTime::toLocalDate);
  }

  /** Which instant a local time is, by the rule. */
  static Instant instantOf(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }

  /**
   * Which instant after another a local time is that comes later by the clock on the wall: its
   * second, when it comes twice and only that is after.
   */
  static Instant instantOf(LocalDateTime local, ZoneId zone, Instant after) {
    Instant first = instantOf(local, zone);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return first.isAfter(after) || change == null || change.isGap()
        ? first
        : local.toInstant(change.getOffsetAfter());
  }

  private static LocalDateTime justBefore(LocalDate date) {
    return date.atStartOfDay().minusSeconds(1);
  }

  private Optional<LocalDateTime> localAfter(LocalDateTime local) {
    Date next = cron.getNextValidTimeAfter(Date.from(local.toInstant(ZoneOffset.UTC)));
    return Optional.ofNullable(next)
        .map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
  }
}
