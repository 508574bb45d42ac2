package org.wattward.controller.writing;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.wattward.controller.arbitration.Decision.Input;
import org.wattward.controller.arbitration.Field;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** A field that says what the test tells it. */
final class FakeField implements Field {
  private final Supplier<Instant> now;
  private final LongSupplier nanos;
  private final Map<PointId, Reading> readings = new HashMap<>();
  private final Map<PointId, Long> receivedNanos = new HashMap<>();
  boolean settled = true;

  FakeField(Supplier<Instant> now, LongSupplier nanos) {
    this.now = now;
    this.nanos = nanos;
  }

  void show(PointId point, double value) {
    readings.put(point, Reading.good(point, now.get(), value));
    receivedNanos.put(point, nanos.getAsLong());
  }

  @Override
  public Optional<Reading> reading(PointId point) {
    return Optional.ofNullable(readings.get(point));
  }

  @Override
  public Map<PointId, Input> inputs(Collection<PointId> points) {
    return Map.of();
  }

  @Override
  public OptionalLong receivedNanos(PointId point) {
    Long known = receivedNanos.get(point);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }

  @Override
  public boolean isSettled(String device) {
    return settled;
  }
}
