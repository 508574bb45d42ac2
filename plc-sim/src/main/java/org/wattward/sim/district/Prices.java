package org.wattward.sim.district;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Day-ahead prices of Germany by the hour: those of 2020, Open Power System Data. The source ends
 * with September; in the last quarter the prices of 39 weeks earlier stand in.
 */
final class Prices {
  private static final int DATA_YEAR = 2020;
  private static final double HOUR_S = 3600;
  private static final int HOURS_OF_39_WEEKS = 39 * 7 * 24;
  private static final double KWH_PER_MWH = 1000;

  private final double[] eurPerMwh;

  private Prices(double[] eurPerMwh) {
    this.eurPerMwh = eurPerMwh;
  }

  static Prices dayAhead() {
    return new Prices(
        CsvTable.read("prices/electricity_prices_de_2020.csv.gz", ",", 0).numbers("price_eur_mwh"));
  }

  /** The price of the hour that this instant lies in; may be negative. */
  double eurPerKwh(Instant at) {
    LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    int hour = (int) Math.floor(YearPosition.alignedS(utc, DATA_YEAR) / HOUR_S);
    int known = Math.max(hour, 0);
    return eurPerMwh[known < eurPerMwh.length ? known : known - HOURS_OF_39_WEEKS] / KWH_PER_MWH;
  }
}
