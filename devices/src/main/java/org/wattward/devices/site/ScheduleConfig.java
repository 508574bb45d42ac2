package org.wattward.devices.site;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.wattward.devices.point.PointId;

/**
 * A civil schedule: at certain local times a point is asked to have a value for a while.
 *
 * @param id its id
 * @param point which point
 * @param value what it is asked to have, in the point's unit
 * @param level priority level, 1 to 16; 16 is usual for schedules
 * @param cron Quartz cron expression in local time
 * @param zone the time zone of {@code cron}; the site's if not given
 * @param duration how long the request lives
 * @param reason a sentence for the building manager
 */
public record ScheduleConfig(
    String id,
    PointId point,
    double value,
    int level,
    String cron,
    Optional<ZoneId> zone,
    Duration duration,
    String reason) {}
