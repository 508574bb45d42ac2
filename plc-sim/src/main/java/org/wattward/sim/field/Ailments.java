package org.wattward.sim.field;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/** The faults a device has now, and what they come to. Guarded by its device, but for health. */
final class Ailments {
  private final ToIntFunction<String> slots;
  private final int points;
  private final List<Fault> faults = new ArrayList<>();
  private final BitSet stuck = new BitSet();
  private final BitSet absent = new BitSet();
  private double noise;
  private volatile Health health = Health.WELL;

  /**
   * A device without faults.
   *
   * @param slots gives a point's slot
   * @param points how many slots there are
   */
  Ailments(ToIntFunction<String> slots, int points) {
    this.slots = slots;
    this.points = points;
  }

  void add(Fault fault) {
    faults.add(fault);
    sumUp();
  }

  /** Ends one fault; whether it had it. */
  boolean remove(Fault fault) {
    boolean had = faults.remove(fault);
    sumUp();
    return had;
  }

  void clear() {
    faults.clear();
    sumUp();
  }

  private void sumUp() {
    stuck.clear();
    absent.clear();
    noise = 0;
    for (Fault fault : faults) {
      switch (fault) {
        case Fault.Stuck frozen ->
            frozen
                .point()
                .ifPresentOrElse(
                    point -> stuck.set(slots.applyAsInt(point)), () -> stuck.set(0, points));
        case Fault.SensorAbsent missing -> absent.set(slots.applyAsInt(missing.point()));
        case Fault.Noise scatter -> noise = scatter.relative();
        case Fault.Silent _,
            Fault.Slow _,
            Fault.WrongException _,
            Fault.HalfOpen _,
            Fault.Lost _,
            Fault.Unplugged _,
            Fault.Restart _,
            Fault.CounterReset _,
            Fault.ClockDrift _ -> {}
      }
    }
    health = Health.of(faults);
  }

  boolean isStuck(int slot) {
    return stuck.get(slot);
  }

  boolean isAbsent(int slot) {
    return absent.get(slot);
  }

  boolean hasAbsent() {
    return !absent.isEmpty();
  }

  /** By how much numbers scatter, as a share. */
  double noise() {
    return noise;
  }

  /** What they come to for a server. Any thread. */
  Health health() {
    return health;
  }
}
