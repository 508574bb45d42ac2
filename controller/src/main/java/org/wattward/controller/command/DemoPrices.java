package org.wattward.controller.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.wattward.controller.zone.PriceBook;
import org.wattward.rules.decide.Snapshot.Price;

/** Day-ahead prices of the demonstration district: known hour by hour for a day. */
final class DemoPrices implements PriceBook {
  private static final int HOURS_KNOWN = 24;

  private final Function<Instant, Double> eurPerKwh;

  /**
   * Makes a price book.
   *
   * @param eurPerKwh the price at a time
   */
  DemoPrices(Function<Instant, Double> eurPerKwh) {
    this.eurPerKwh = eurPerKwh;
  }

  @Override
  public List<Price> from(Instant now) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    return Stream.iterate(hour, start -> start.plus(Duration.ofHours(1)))
        .limit(HOURS_KNOWN)
        .map(start -> new Price(start, start.plus(Duration.ofHours(1)), eurPerKwh.apply(start)))
        .toList();
  }
}
