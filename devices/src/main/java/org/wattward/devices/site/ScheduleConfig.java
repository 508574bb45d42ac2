package org.wattward.devices.site;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wattward.devices.point.PointId;

/**
 * A civil schedule: at certain local times a point is asked to have a value for a while.
 *
 * @param id its id
 * @param point which point
 * @param value what it is asked to have, in the point's unit
 * @param level priority level, 1 to 16; 16 is usual for schedules
 * @param start when it begins
 * @param zone the time zone of its times and days; the site's if not given
 * @param end when it ends
 * @param days on which kinds of days it begins; all three when it asks for none
 * @param exceptions days on which it does not hold or holds otherwise; the first that fits counts
 * @param reason a sentence for the building manager
 */
public record ScheduleConfig(
    String id,
    PointId point,
    double value,
    int level,
    Start start,
    Optional<ZoneId> zone,
    End end,
    Set<DayKind> days,
    List<ScheduleException> exceptions,
    String reason) {
  public ScheduleConfig {
    days = Set.copyOf(days);
    exceptions = List.copyOf(exceptions);
  }

  /** One that begins by a cron expression on any day and lasts a while. */
  public ScheduleConfig(
      String id,
      PointId point,
      double value,
      int level,
      String cron,
      Optional<ZoneId> zone,
      Duration duration,
      String reason) {
    this(
        id,
        point,
        value,
        level,
        new Start.Cron(cron),
        zone,
        new End.After(duration),
        Set.of(DayKind.values()),
        List.of(),
        reason);
  }

  /** Every date is of one kind. */
  public enum DayKind {
    /** Neither a holiday nor at the weekend. */
    WORKING,
    /** At the weekend, but no holiday. */
    WEEKEND,
    /** A public holiday, on whatever day of the week. */
    HOLIDAY
  }

  /** When a schedule begins. */
  public sealed interface Start {
    /** By a Quartz cron expression in local time. */
    record Cron(String expression) implements Start {}

    /** By the sun, once on each local date. */
    record AtSun(SunMoment moment) implements Start {}
  }

  /** When a schedule ends. */
  public sealed interface End {
    /** So long after its begin, in time that really passes. */
    record After(Duration duration) implements End {}

    /** At the next such local time after its begin. */
    record AtTime(LocalTime time) implements End {}

    /** At the next such moment after its begin. */
    record AtSun(SunMoment moment) implements End {}
  }
}
