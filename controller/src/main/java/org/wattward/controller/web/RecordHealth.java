package org.wattward.controller.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.wattward.controller.record.RecordCounters;

/**
 * How the record does, on the health page and as metrics. It never makes the controller unhealthy:
 * control needs no database, and a restart would not bring that back.
 */
final class RecordHealth implements HealthIndicator, MeterBinder {
  /** No database takes the record; what comes waits on disk. */
  private static final Status WAITING = new Status("WAITING");

  private final Supplier<RecordCounters> counters;

  RecordHealth(Supplier<RecordCounters> counters) {
    this.counters = counters;
  }

  @Override
  public Health health() {
    RecordCounters now = counters.get();
    Health.Builder health =
        now.fault().isPresent() || now.diskFault().isPresent()
            ? Health.status(WAITING)
            : Health.up();
    return health
        .withDetail("database", now.fault().orElse("takes the record"))
        .withDetail("disk", now.diskFault().orElse("takes what waits"))
        .withDetail("lagS", now.lag().toMillis() / 1e3)
        .withDetail("rowsWaiting", now.rowsWaiting())
        .withDetail("readingsOnDisk", now.rowsSpooled())
        .withDetail("rowsDropped", now.rowsDropped())
        .withDetail("batchesQuarantined", now.batchesQuarantined())
        .build();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Map<String, ToDoubleFunction<RecordCounters>> counted =
        Map.of(
            "rows.stored", RecordCounters::rowsStored,
            "rows.dropped", RecordCounters::rowsDropped,
            "readings.refused", RecordCounters::readingsRefused,
            "batches.quarantined", RecordCounters::batchesQuarantined,
            "spool.faults", RecordCounters::spoolFaults);
    counted.forEach((name, figure) ->
        FunctionCounter.builder("wattward.record." + name, counters, of(figure))
            .register(registry));
    Map<String, ToDoubleFunction<RecordCounters>> measured =
        Map.of(
            "rows.waiting", now -> now.rowsWaiting(),
            "readings.spooled", now -> now.rowsSpooled(),
            "spool.bytes", now -> now.spoolBytes(),
            "lag.seconds", now -> now.lag().toMillis() / 1e3,
            "away", now -> now.fault().isPresent() ? 1 : 0);
    measured.forEach((name, figure) ->
        Gauge.builder("wattward.record." + name, counters, of(figure))
            .strongReference(true)
            .register(registry));
  }

  private static ToDoubleFunction<Supplier<RecordCounters>> of(
      ToDoubleFunction<RecordCounters> figure) {
    return supplier -> figure.applyAsDouble(supplier.get());
  }
}
