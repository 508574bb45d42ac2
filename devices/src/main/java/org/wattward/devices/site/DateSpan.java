package org.wattward.devices.site;

import java.time.LocalDate;
import java.time.MonthDay;

/** Some days one after another, both ends included. */
public sealed interface DateSpan {
  /** Whether a date is one of them. */
  boolean holds(LocalDate date);

  /** Certain dates, once. */
  record Once(LocalDate first, LocalDate last) implements DateSpan {
    @Override
    public boolean holds(LocalDate date) {
      return !date.isBefore(first) && !date.isAfter(last);
    }
  }

  /**
   * The same days each year; a span may go over the end of the year. 29 February alone holds in
   * leap years only, as an end of a span it stands for the last of February in other years.
   */
  record Yearly(MonthDay first, MonthDay last) implements DateSpan {
    @Override
    public boolean holds(LocalDate date) {
      MonthDay day = MonthDay.from(date);
      return first.isAfter(last)
          ? !day.isBefore(first) || !day.isAfter(last)
          : !day.isBefore(first) && !day.isAfter(last);
    }
  }
}
