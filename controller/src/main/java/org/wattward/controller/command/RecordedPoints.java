package org.wattward.controller.command;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wattward.controller.district.LocalDistrict;
import org.wattward.controller.record.RecordStore.PointDescription;
import org.wattward.controller.zone.PriceBook;
import org.wattward.devices.point.PointId;
import org.wattward.devices.quantity.Unit;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.site.Site;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.Recording;

/** Tells the record what the points of a site are. */
final class RecordedPoints {
  private static final int PERIODS_HELD = 3;
  private static final Duration LEAST_HOLD = Duration.ofSeconds(5);
  private static final Duration HOLD_OF_ESTIMATES = Duration.ofMinutes(3);

  /** As long as the market\'s periods are at most. */
  private static final Duration HOLD_OF_PRICES = Duration.ofHours(1);

  private static final Duration HOLD_OF_CONSTANTS = Duration.ofDays(1);

  private RecordedPoints() {}

  static Collection<PointDescription> of(Site site) {
    Map<String, PollPeriods> periods =
        site.links().stream().collect(Collectors.toMap(LinkConfig::id, LinkConfig::periods));
    Stream<PointDescription> measured =
        site.devices().stream()
            .flatMap(device ->
                device.points().stream()
                    .map(point -> description(device, point, periodsOf(device, periods))));
    Stream<PointDescription> others =
        Stream.concat(
            LocalDistrict.estimatedPoints(site).stream().map(RecordedPoints::estimated),
            Stream.of(
                new PointDescription(
                    PriceBook.POINT,
                    Unit.EUR_PER_KWH,
                    "Price of electricity",
                    HOLD_OF_PRICES,
                    OptionalDouble.empty())));
    return Stream.concat(measured, others).toList();
  }

  private static PointDescription estimated(PointId point) {
    return new PointDescription(
        point, Unit.W, "Estimated network loss", HOLD_OF_ESTIMATES, OptionalDouble.empty());
  }

  private static PollPeriods periodsOf(Device device, Map<String, PollPeriods> periods) {
    return Objects.requireNonNull(
        periods.get(device.link()), "The site's reader has checked that every link exists.");
  }

  private static PointDescription description(
      Device device, PointTemplate point, PollPeriods periods) {
    return new PointDescription(
        device.pointId(point),
        point.unit(),
        point.title(),
        hold(point, periods),
        OptionalDouble.empty());
  }

  /** As long as a missing reading or two do not make a gap. */
  private static Duration hold(PointTemplate point, PollPeriods periods) {
    Duration period =
        switch (point.pollGroup()) {
          case FAST -> periods.fast();
          case NORMAL -> periods.normal();
          case SLOW -> periods.slow();
          case ONCE -> HOLD_OF_CONSTANTS;
        };
    Duration hold = period.multipliedBy(PERIODS_HELD);
    // An unchanged value is recorded at its heartbeat only, with a reading or two that may be lost.
    if (point.recording() instanceof Recording.OnChange(_, Duration heartbeat)) {
      hold = hold.plus(heartbeat);
    }
    return hold.compareTo(LEAST_HOLD) < 0 ? LEAST_HOLD : hold;
  }
}
