package org.wattward.devices.site;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Days on which a schedule does not hold, or holds otherwise. With a value, a time or a duration it
 * holds with these in the place of its own; with none of them it does not hold.
 *
 * @param dates its days
 * @param value what the point is asked to have then, in its unit
 * @param time when the schedule begins then, whatever its own times and days are
 * @param duration how long it holds then
 * @param reason a sentence for the building manager; the schedule's if not given
 */
public record ScheduleException(
    List<DateSpan> dates,
    OptionalDouble value,
    Optional<LocalTime> time,
    Optional<Duration> duration,
    Optional<String> reason) {
  public ScheduleException {
    dates = List.copyOf(dates);
  }

  /** Whether it is for a day. */
  public boolean holds(LocalDate date) {
    return dates.stream().anyMatch(span -> span.holds(date));
  }

  /** Whether the schedule does not hold on its days. */
  public boolean isSilent() {
    return value.isEmpty() && time.isEmpty() && duration.isEmpty();
  }
}
