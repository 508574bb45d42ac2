package org.wattward.controller.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.e175.klaus.solarpositioning.DeltaT;
import net.e175.klaus.solarpositioning.SPA;
import org.wattward.devices.site.Site;
import org.wattward.devices.site.SunMoment;

/**
 * When the sun passes an elevation, by NREL's solar position algorithm. Passages are looked for in
 * the sun's course itself, not computed day by day, so that rising and setting always alternate,
 * also on the first and last days of a polar summer, where the formula for a day finds only one. A
 * beginning belongs to the local date of the passage itself, whatever its offset. On a date without
 * such a passage, in the polar summer and winter, there is no beginning.
 */
final class SunTimes implements Beginnings {
  /** Polar summers and winters are shorter. */
  private static final int LONGEST_DAYS = 366;

  private static final double SEA_LEVEL_M = 0;

  /** What the sun does within it and takes back goes unseen. */
  private static final Duration STEP = Duration.ofMinutes(10);

  private static final Duration EXACT = Duration.ofMillis(500);

  private final SunMoment moment;
  private final double latitudeDeg;
  private final double longitudeDeg;
  private final ZoneId zone;

  SunTimes(SunMoment moment, Site site, ZoneId zone) {
    this(moment, site.latitudeDeg(), site.longitudeDeg(), zone);
  }

  /** For a place: north and east positive. */
  SunTimes(SunMoment moment, double latitudeDeg, double longitudeDeg, ZoneId zone) {
    this.moment = moment;
    this.latitudeDeg = latitudeDeg;
    this.longitudeDeg = longitudeDeg;
    this.zone = zone;
  }

  @Override
  public List<Beginning> on(LocalDate date) {
    Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
    List<Beginning> beginnings = new ArrayList<>();
    Instant from = date.atStartOfDay(zone).toInstant();
    boolean wasAbove = isAbove(from);
    while (from.isBefore(end)) {
      Instant to = from.plus(STEP).isBefore(end) ? from.plus(STEP) : end;
      boolean above = isAbove(to);
      if (above != wasAbove && above == moment.rising()) {
        Instant at = passage(from, to).plus(moment.offset());
        beginnings.add(new Beginning(at, LocalDateTime.ofInstant(at, zone)));
      }
      wasAbove = above;
      from = to;
    }
    return beginnings;
  }

  @Override
  public Optional<LocalDate> dateFrom(LocalDate date) {
    return Optional.of(date);
  }

  /** The first such moment after an instant; empty when the sun does not pass there in a year. */
  Optional<Instant> after(Instant instant) {
    LocalDate from = LocalDate.ofInstant(instant, zone).minusDays(1);
    return Stream.iterate(from, date -> date.plusDays(1))
        .limit(LONGEST_DAYS)
        .flatMap(date -> on(date).stream())
        .map(Beginning::at)
        .filter(at -> at.isAfter(instant))
        .findFirst();
  }

  private Instant passage(Instant from, Instant to) {
    Instant before = from;
    Instant after = to;
    while (Duration.between(before, after).compareTo(EXACT) > 0) {
      Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
      if (isAbove(middle) == moment.rising()) {
        after = middle;
      } else {
        before = middle;
      }
    }
    return after.truncatedTo(ChronoUnit.SECONDS);
  }

  private boolean isAbove(Instant instant) {
    ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
    double zenithDeg =
        SPA.calculateSolarPosition(
                utc, latitudeDeg, longitudeDeg, SEA_LEVEL_M, DeltaT.estimate(utc.toLocalDate()))
            .zenithAngle();
    return 90 - zenithDeg > moment.elevationDeg();
  }
}
