package org.wattward.controller.record;

import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param raw readings as they came
 * @param minutes their roll-ups of a minute
 * @param quarters their roll-ups of 15 minutes
 * @param hours their roll-ups of an hour
 * @param decisions decisions and alarms
 */
public record Retention(
    Duration raw, Duration minutes, Duration quarters, Duration hours, Duration decisions) {
  public Retention {
    if (raw.compareTo(Duration.ofDays(2)) < 0
        || minutes.compareTo(raw) < 0
        || quarters.compareTo(minutes) < 0
        || hours.compareTo(quarters) < 0) {
      throw new IllegalArgumentException(
          "Readings are kept %s, roll-ups %s, %s and %s. Keep readings two days or more, and each roll-up at least as long as what it is made from."
              .formatted(raw, minutes, quarters, hours));
    }
  }

  /** A month of readings, a year of minutes, five of quarters, twenty of hours. */
  public static Retention standard() {
    return new Retention(
        Duration.ofDays(30),
        Duration.ofDays(366),
        Duration.ofDays(5 * 366),
        Duration.ofDays(20 * 366),
        Duration.ofDays(5 * 366));
  }
}
