package org.wattward.controller.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.api.ApiErrors.Refusal;
import org.wattward.devices.site.Site;

/** Times as people write them in a question. */
final class LocalTimes {
  private static final DateTimeFormatter ANY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd['T'HH:mm[:ss][.SSSSSS][.SSS][XXX]]");

  private LocalTimes() {}

  /**
   * The time zone of an answer.
   *
   * @param name UTC if null, {@code site}, or a name of the time zone database
   */
  static ZoneId zone(@Nullable String name, Site site) {
    if (name == null || name.equals("UTC")) {
      return ZoneOffset.UTC;
    }
    if (name.equals("site")) {
      return site.timeZone();
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Refusal.invalid(
          "timeZone is \"%s\"; it is UTC, site, or a name such as Europe/Berlin.".formatted(name));
    }
  }

  /**
   * A time: with its offset, or a local one. Of an hour that comes twice it is the first, of one
   * that is left out the time an hour later.
   *
   * @param key what it is called in the question
   * @param text as written
   * @param zone whose local time it is without an offset
   */
  static Instant time(String key, String text, ZoneId zone) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return local(key, text, zone);
    }
  }

  private static Instant local(String key, String text, ZoneId zone) {
    try {
      TemporalAccessor found =
          ANY.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (found) {
        case OffsetDateTime exact -> exact.toInstant();
        case LocalDateTime local -> ZonedDateTime.of(local, zone).toInstant();
        case LocalDate day -> day.atStartOfDay(zone).toInstant();
        default -> throw new DateTimeException("No time at all.");
      };
    } catch (DateTimeException e) {
      throw Refusal.invalid(
          "%s is \"%s\"; it is a time such as 2026-11-21T12:00:00Z, a local one such as 2026-11-21T13:00, or a day."
              .formatted(key, text));
    }
  }
}
