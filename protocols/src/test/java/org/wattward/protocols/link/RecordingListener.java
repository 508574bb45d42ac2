package org.wattward.protocols.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Quality;
import org.wattward.devices.point.Reading;

/** A listener that remembers what it was told. Any thread. */
public final class RecordingListener implements LinkListener {
  private final Map<PointId, Reading> latest = new ConcurrentHashMap<>();
  private final List<Reading> all = new CopyOnWriteArrayList<>();
  private final List<StateChange> changes = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final AtomicLong calls = new AtomicLong();

  @Override
  public void readings(String link, List<Reading> readings) {
    calls.incrementAndGet();
    List<PointId> seen = new ArrayList<>();
    for (Reading reading : readings) {
      if (seen.contains(reading.point())) {
        faults.add("Two readings of %s came together.".formatted(reading.point()));
      }
      seen.add(reading.point());
      Reading before = latest.put(reading.point(), reading);
      if (before != null && reading.time().isBefore(before.time())) {
        faults.add("The time of %s went back.".formatted(reading.point()));
      }
      all.add(reading);
    }
  }

  @Override
  public void changed(StateChange change) {
    calls.incrementAndGet();
    changes.add(change);
  }

  /** The latest reading of a point. */
  public Optional<Reading> latest(PointId point) {
    return Optional.ofNullable(latest.get(point));
  }

  /** The value of a point if its latest reading is good. */
  public OptionalDouble good(PointId point) {
    return latest(point).map(Reading::good).orElse(OptionalDouble.empty());
  }

  /** Whether the latest reading of a point is good and close to a value. */
  public boolean shows(PointId point, double value) {
    OptionalDouble good = good(point);
    return good.isPresent() && Math.abs(good.getAsDouble() - value) < 1e-6;
  }

  /** Why the latest reading of a point is bad; empty when it is not bad. */
  public String badReason(PointId point) {
    return latest(point)
        .map(Reading::quality)
        .map(quality -> quality instanceof Quality.Bad(String reason) ? reason : "")
        .orElse("");
  }

  /** All readings, in order. */
  public List<Reading> all() {
    return List.copyOf(all);
  }

  /** All good values of a point that were ever handed on, in order. */
  public List<Double> goodValues(PointId point) {
    return all.stream()
        .filter(reading -> reading.point().equals(point) && reading.quality().isGood())
        .map(Reading::value)
        .toList();
  }

  /** The changes of the link as a whole, in order. */
  public List<StateChange> linkChanges() {
    return changes.stream().filter(change -> change.device().isEmpty()).toList();
  }

  /** The changes of one device, in order. */
  public List<StateChange> deviceChanges(String device) {
    return changes.stream().filter(change -> change.device().equals(device)).toList();
  }

  /** What the link did against its contract. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** How often it was called. */
  public long calls() {
    return calls.get();
  }

  /** Forgets readings and changes, not faults. */
  public void forget() {
    latest.clear();
    all.clear();
    changes.clear();
  }
}
