package org.wattward.controller.zone;

import java.time.Instant;
import java.util.List;
import org.wattward.devices.point.PointId;
import org.wattward.rules.decide.Snapshot.Price;

/** Knows what electricity costs. Safe on any thread; never blocks. */
@FunctionalInterface
public interface PriceBook {
  /** The point that prices are recorded as, EUR/kWh; each at the time from which it holds. */
  PointId POINT = new PointId("market", "price");

  /** Nobody knows. */
  PriceBook NONE = _ -> List.of();

  /**
   * The prices that hold at a time and after it, as far as they are known, in order of time.
   *
   * @param now from when
   */
  List<Price> from(Instant now);
}
