package org.wattward.controller.arbitration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wattward.controller.arbitration.ControlMemory.KeptPoint;
import org.wattward.controller.arbitration.Decision.Verdict;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;

/** One writable point under control. Only the control thread changes it. */
final class PointControl {
  final Equipment equipment;
  final boolean readable;
  private final @Nullable KeptPoint kept;
  private @Nullable PointMemory memory;
  private OptionalLong dueNanos = OptionalLong.empty();
  private volatile @Nullable Decision decision;

  PointControl(Equipment equipment, boolean readable, @Nullable KeptPoint kept) {
    this.equipment = equipment;
    this.readable = readable;
    this.kept = kept;
  }

  PointId id() {
    return equipment.point();
  }

  /** Whether it was read (where it can be) and its device answers, so that it may be controlled. */
  boolean isUnderControl() {
    return memory != null;
  }

  PointMemory memory() {
    PointMemory known = memory;
    return known == null ? PointMemory.NONE : known;
  }

  void memory(PointMemory now) {
    memory = now;
  }

  /** Whether a time comes before the one the point waits for; from then on it waits for that. */
  boolean isSooner(long nanos) {
    boolean sooner = dueNanos.isEmpty() || nanos - dueNanos.getAsLong() < 0;
    if (sooner) {
      dueNanos = OptionalLong.of(nanos);
    }
    return sooner;
  }

  /** A time that the point waited for has come. */
  void dueCame(long nanos) {
    if (dueNanos.isPresent() && dueNanos.getAsLong() == nanos) {
      dueNanos = OptionalLong.empty();
    }
  }

  Optional<Decision> decision() {
    return Optional.ofNullable(decision);
  }

  void decision(Decision now) {
    decision = now;
  }

  /**
   * Takes the point under control once it may be: what is remembered of it is held against what the
   * device says now. Where they differ, something changed it meanwhile, nobody knows when; so its
   * minimum times count from now.
   */
  void settle(Field field, Instant now, long nowNanos) {
    if (memory != null || !field.isSettled(id().device())) {
      return;
    }
    Optional<Reading> reading = field.reading(id());
    OptionalDouble value = reading.map(Reading::good).orElse(OptionalDouble.empty());
    if (readable && value.isEmpty()) {
      return;
    }
    memory = reconcile(value, now, nowNanos);
  }

  private PointMemory reconcile(OptionalDouble value, Instant now, long nowNanos) {
    KeptPoint before = kept;
    if (before == null) {
      return value.isPresent()
          ? PointMemory.found(value.getAsDouble(), nowNanos)
          : PointMemory.NONE;
    }
    List<Long> starts =
        before.starts().stream().map(start -> nowNanos - ageNanos(start, now)).toList();
    double tolerance = equipment.writing().tolerance();
    boolean holds =
        value.isEmpty() || Math.abs(value.getAsDouble() - before.setpoint()) <= tolerance;
    return holds
        ? new PointMemory(
            OptionalDouble.of(before.setpoint()),
            nowNanos - ageNanos(before.changed(), now),
            starts)
        : new PointMemory(value, nowNanos, starts);
  }

  /** At least zero, should the clock have been set back; at most a year, lest it overflow. */
  static long ageNanos(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.isNegative()) {
      return 0;
    }
    Duration year = Duration.ofDays(365);
    return (age.compareTo(year) > 0 ? year : age).toNanos();
  }

  /** What makes an outcome another one: value and who has what verdict; not ages or wordings. */
  static boolean sameOutcome(Decision before, Ruling now) {
    return before.setpoint() == now.setpoint()
        && verdicts(before.claims()).equals(verdicts(now.claims()));
  }

  private static List<String> verdicts(List<Decision.Claim> claims) {
    return claims.stream()
        .filter(claim -> claim.verdict() != Verdict.WITHDRAWN)
        .map(claim ->
            claim.request().id() + '\n' + claim.request().source() + '\n' + claim.verdict())
        .toList();
  }
}
