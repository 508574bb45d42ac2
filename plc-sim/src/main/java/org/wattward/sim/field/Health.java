package org.wattward.sim.field;

import java.time.Duration;
import java.util.Collection;

/**
 * What a device's faults come to for a server, summed up so that a request need not look through
 * them.
 *
 * @param silent whether requests are never answered
 * @param halfOpen whether connections are taken and not read
 * @param unplugged whether it cannot be reached at all
 * @param delay by how much answers are late
 * @param exceptionCode the exception every request is refused with, or 0
 * @param clockOffset by how much its clock is ahead
 */
public record Health(
    boolean silent,
    boolean halfOpen,
    boolean unplugged,
    Duration delay,
    int exceptionCode,
    Duration clockOffset) {
  /** Nothing is wrong. */
  public static final Health WELL =
      new Health(false, false, false, Duration.ZERO, 0, Duration.ZERO);

  /** Whether requests get a proper answer. */
  public boolean answers() {
    return !silent && !halfOpen && !unplugged && exceptionCode == 0;
  }

  static Health of(Collection<Fault> faults) {
    Health sum = WELL;
    for (Fault fault : faults) {
      sum = sum.with(fault);
    }
    return sum;
  }

  private Health with(Fault fault) {
    return switch (fault) {
      case Fault.Silent _ ->
          new Health(true, halfOpen, unplugged, delay, exceptionCode, clockOffset);
      case Fault.HalfOpen _ ->
          new Health(silent, true, unplugged, delay, exceptionCode, clockOffset);
      case Fault.Unplugged _, Fault.Restart _ ->
          new Health(silent, halfOpen, true, delay, exceptionCode, clockOffset);
      case Fault.Slow slow ->
          new Health(silent, halfOpen, unplugged, slow.delay(), exceptionCode, clockOffset);
      case Fault.WrongException wrong ->
          new Health(silent, halfOpen, unplugged, delay, wrong.code(), clockOffset);
      case Fault.ClockDrift drift ->
          new Health(silent, halfOpen, unplugged, delay, exceptionCode, drift.offset());
      // These concern values, or are over at once.
      case Fault.Stuck _, Fault.Noise _, Fault.SensorAbsent _, Fault.CounterReset _, Fault.Lost _ ->
          this;
    };
  }
}
