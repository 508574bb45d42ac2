package org.wattward.controller.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.wattward.controller.zone.PriceBook;
import org.wattward.rules.decide.Snapshot.Price;

/** Day-ahead prices, known hour by hour for a day. One thread. */
final class KnownPrices implements PriceBook {
  private static final int HOURS_KNOWN = 24;
  private final ToDoubleFunction<Instant> eurPerKwh;
  private Instant hour = Instant.MIN;
  private List<Price> known = List.of();

  KnownPrices(ToDoubleFunction<Instant> eurPerKwh) {
    this.eurPerKwh = eurPerKwh;
  }

  @Override
  public List<Price> from(Instant now) {
    Instant asked = now.truncatedTo(ChronoUnit.HOURS);
    if (!asked.equals(hour)) {
      hour = asked;
      known =
          Stream.iterate(asked, start -> start.plus(Duration.ofHours(1)))
              .limit(HOURS_KNOWN)
              .map(start ->
                  new Price(start, start.plus(Duration.ofHours(1)), eurPerKwh.applyAsDouble(start)))
              .toList();
    }
    return known;
  }
}
