package org.wattward.controller.commission;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wattward.devices.point.PointId;
import org.wattward.devices.site.Device;
import org.wattward.devices.site.LinkConfig.PollPeriods;
import org.wattward.devices.template.PointTemplate;
import org.wattward.devices.template.PointTemplate.Writing;

/**
 * A point whose watchdog is tried.
 *
 * @param point which point
 * @param template how it is written
 * @param grace by how much later than declared its return may be seen
 */
public record WatchdogSubject(PointId point, PointTemplate template, Duration grace) {
  private static final Duration LEAST_GRACE = Duration.ofSeconds(5);
  private static final int GRACE_SHARE = 10;
  private static final double SHARE_OF_RANGE = 0.1;
  private static final double CLEARLY = 4;

  /**
   * The points of a device that return to a safe value by themselves, as its template says.
   *
   * @param periods how often the device's link reads
   */
  public static List<WatchdogSubject> of(Device device, PollPeriods periods) {
    return device.points().stream()
        .filter(point -> point.writing().map(it -> it.watchdog().isPositive()).orElse(false))
        .map(point ->
            new WatchdogSubject(device.pointId(point), point, grace(point, period(point, periods))))
        .toList();
  }

  private static Duration grace(PointTemplate point, Duration period) {
    Duration share = point.writing().orElseThrow().watchdog().dividedBy(GRACE_SHARE);
    Duration longer = share.compareTo(LEAST_GRACE) > 0 ? share : LEAST_GRACE;
    Duration polls = period.multipliedBy(2);
    return polls.compareTo(longer) > 0 ? polls : longer;
  }

  private static Duration period(PointTemplate point, PollPeriods periods) {
    return switch (point.pollGroup()) {
      case FAST -> periods.fast();
      case NORMAL -> periods.normal();
      case SLOW, ONCE -> periods.slow();
    };
  }

  /** Why the point's watchdog cannot be tried, a sentence; empty when it can. */
  public Optional<String> obstacle() {
    if (!template.readable()) {
      return Optional.of(
          "%s cannot be read back, so nobody would see it return. Look at the device itself."
              .formatted(point));
    }
    return isAway(held(OptionalDouble.empty()))
        ? Optional.empty()
        : Optional.of("%s can hold nothing but its safe value.".formatted(point));
  }

  /** Whether a value can be told from the safe one. */
  public boolean isAway(double value) {
    return Math.abs(value - writing().safe()) > Math.max(2 * writing().tolerance(), 1e-9);
  }

  /** Whether a value is the safe one, as far as can be read. */
  boolean isSafe(double value) {
    return Math.abs(value - writing().safe()) <= writing().tolerance();
  }

  boolean isHeld(double value, double held) {
    return Math.abs(value - held) <= writing().tolerance();
  }

  /**
   * What the device shall hold before it is left alone: what it has, if that can be told from its
   * safe value; else its relinquish default; else a tenth of its range away.
   */
  public double held(OptionalDouble now) {
    if (now.isPresent() && isAway(now.getAsDouble()) && isInRange(now.getAsDouble())) {
      return now.getAsDouble();
    }
    if (isAway(writing().relinquishDefault())) {
      return writing().relinquishDefault();
    }
    double far =
        Math.max(
            SHARE_OF_RANGE * (writing().max() - writing().min()),
            Math.max(CLEARLY * writing().tolerance(), writing().step()));
    double up = stepped(writing().safe() + far);
    return isAway(up) && isInRange(up) ? up : stepped(writing().safe() - far);
  }

  private boolean isInRange(double value) {
    return value >= writing().min() && value <= writing().max();
  }

  private double stepped(double value) {
    double inRange = Math.max(writing().min(), Math.min(writing().max(), value));
    return writing().step() <= 0
        ? inRange
        : writing().min()
            + Math.round((inRange - writing().min()) / writing().step()) * writing().step();
  }

  /** When its return must have been seen, after the last write. */
  public Duration most() {
    return writing().watchdog().plus(grace);
  }

  Writing writing() {
    return template.writing().orElseThrow();
  }

  /** How often the controller writes it again. */
  Duration feeding() {
    return writing().refresh().isPositive()
        ? writing().refresh()
        : writing().watchdog().dividedBy(3);
  }
}
