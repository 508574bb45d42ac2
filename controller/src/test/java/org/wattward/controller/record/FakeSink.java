package org.wattward.controller.record;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wattward.devices.point.Reading;

/** A database that is away, slow or choosy when a test says so. */
final class FakeSink implements BatchSink {
  private final List<Batch> stored = new ArrayList<>();
  private final Set<Batch.Key> keys = new LinkedHashSet<>();
  private int mostAtOnce;
  private boolean away;
  private boolean forgetful;
  private double rejected = Double.NaN;

  @Override
  public synchronized void store(List<Batch> batches) throws Away, Rejected {
    if (away) {
      throw new Away("It is away.");
    }
    boolean rejects =
        batches.stream()
            .flatMap(batch -> batch.entries().stream())
            .anyMatch(entry ->
                entry instanceof Entry.Readings(List<Reading> readings)
                    && readings.stream().anyMatch(r -> r.value() == rejected));
    if (rejects) {
      throw new Rejected("It does not like " + rejected + ".", new IllegalStateException());
    }
    mostAtOnce = Math.max(mostAtOnce, batches.size());
    for (Batch batch : batches) {
      if (keys.add(batch.key())) {
        stored.add(batch);
      }
    }
    if (forgetful) {
      throw new Away("The answer was lost.");
    }
  }

  @Override
  public void release() {}

  /** Most batches that came together. */
  synchronized int mostAtOnce() {
    return mostAtOnce;
  }

  synchronized void setAway(boolean isAway) {
    away = isAway;
  }

  /** Stores, but says that it did not. */
  synchronized void setForgetful(boolean isForgetful) {
    forgetful = isForgetful;
  }

  synchronized void reject(double value) {
    rejected = value;
  }

  synchronized List<Double> values() {
    return stored.stream()
        .flatMap(batch -> batch.entries().stream())
        .flatMap(entry ->
            entry instanceof Entry.Readings(List<Reading> readings)
                ? readings.stream()
                : java.util.stream.Stream.empty())
        .map(Reading::value)
        .toList();
  }

  synchronized List<Entry> entries() {
    return stored.stream().flatMap(batch -> batch.entries().stream()).toList();
  }
}
