package org.wattward.controller.schedule;

import java.time.Instant;
import java.time.LocalDate;
import org.wattward.devices.site.ScheduleConfig;

/**
 * A schedule as it holds once.
 *
 * @param schedule which
 * @param date the local date that it belongs to
 * @param begin when it begins
 * @param end when it ends, after {@code begin}
 * @param value what its point is asked to have then, in the point's unit
 * @param reason a sentence for the building manager
 * @param note what is special about the date: a holiday's name, an exception; else empty
 */
public record Occurrence(
    ScheduleConfig schedule,
    LocalDate date,
    Instant begin,
    Instant end,
    double value,
    String reason,
    String note) {
  /** Whether it holds at an instant. */
  boolean holdsAt(Instant instant) {
    return !begin.isAfter(instant) && end.isAfter(instant);
  }
}
