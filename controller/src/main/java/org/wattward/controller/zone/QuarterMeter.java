package org.wattward.controller.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.site.Device;
import org.wattward.devices.template.DeviceKind;
import org.wattward.rules.decide.Snapshot.RunningQuarter;

/**
 * Adds up what a zone imports in the running quarter of an hour at its transformer's meter. What
 * was not seen, after a start or while the meter was silent, is taken to be as what was seen next.
 * One zone's thread.
 */
final class QuarterMeter {
  private static final long QUARTER_S = 900;

  private final Optional<PointId> meter;
  private Instant began = Instant.MIN;
  private Instant last = Instant.MIN;
  private double lastW;
  private double soFarWs;

  QuarterMeter(List<Device> devices) {
    this.meter =
        devices.stream()
            .filter(device -> device.template().kind() == DeviceKind.METER)
            .filter(Forecaster::isTransformer)
            .findFirst()
            .map(device -> new PointId(device.id(), "power"));
  }

  /** Takes the power of now; empty when the zone has no meter or that is not to be believed. */
  Optional<RunningQuarter> observe(Instant now, Map<PointId, Reading> readings) {
    if (meter.isEmpty()) {
      return Optional.empty();
    }
    Reading reading = readings.get(meter.get());
    OptionalDouble power = reading == null ? OptionalDouble.empty() : reading.good();
    if (power.isEmpty()) {
      return Optional.empty();
    }
    add(now, power.getAsDouble());
    double leftShare = 1 - seconds(began, now) / QUARTER_S;
    return Optional.of(
        new RunningQuarter(
            soFarWs / QUARTER_S, leftShare, power.getAsDouble(), Set.of(meter.get())));
  }

  private void add(Instant now, double powerW) {
    Instant start =
        Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), QUARTER_S) * QUARTER_S);
    if (!start.equals(began) || now.isBefore(last)) {
      boolean seen = !last.isBefore(start.minusSeconds(QUARTER_S)) && !now.isBefore(last);
      began = start;
      soFarWs = Math.max(0, seen ? lastW : powerW) * seconds(start, now);
    } else {
      soFarWs += Math.max(0, lastW) * seconds(last, now);
    }
    last = now;
    lastW = powerW;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
