package org.wattward.controller.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** When a schedule begins, date by date. Any thread. */
interface Beginnings {
  /** The beginnings that belong to a local date, in order. */
  List<Beginning> on(LocalDate date);

  /** The first date from one on that may have any; empty when there is none any more. */
  Optional<LocalDate> dateFrom(LocalDate date);

  /**
   * A beginning.
   *
   * @param at when it is
   * @param local what the schedule calls it; where clocks change, there may be no such local time
   */
  record Beginning(Instant at, LocalDateTime local) {}
}
