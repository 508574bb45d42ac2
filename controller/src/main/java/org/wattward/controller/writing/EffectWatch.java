package org.wattward.controller.writing;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.wattward.controller.arbitration.Field;
import org.wattward.devices.point.PointId;
import org.wattward.devices.point.Reading;
import org.wattward.devices.template.Effect;

/**
 * Looks whether what is measured follows a setpoint that the device holds. Knows no thread. Only
 * good readings that came after the setpoint was written count; while there are none, nothing is
 * said.
 */
final class EffectWatch {
  private static final double PERCENT = 100;

  private final Effect effect;
  private final String device;
  private final Field field;
  private double setpoint;
  private long beganNanos;
  private long followedNanos;
  private Verdict verdict = Verdict.WAITS;

  /** What readings say. */
  enum Verdict {
    /** Not yet, and it may still come. */
    WAITS,
    /** The power is as the setpoint wants it. */
    FOLLOWS,
    /** It is not, for longer than it may take. */
    DOES_NOT
  }

  EffectWatch(Effect effect, PointId point, Field field) {
    this.effect = effect;
    this.device = point.device();
    this.field = field;
  }

  /** The device holds another setpoint now. */
  void begin(double newSetpoint, long nowNanos) {
    setpoint = newSetpoint;
    beganNanos = nowNanos;
    followedNanos = nowNanos;
    verdict = Verdict.WAITS;
  }

  /** What readings say now, if it is another thing than before. */
  Optional<Verdict> news(long nowNanos) {
    OptionalDouble powerW = powerW();
    OptionalDouble wantedW = wantedW();
    if (powerW.isEmpty() || wantedW.isEmpty()) {
      return Optional.empty();
    }
    Verdict before = verdict;
    if (effect.follows(powerW.getAsDouble(), wantedW.getAsDouble())) {
      followedNanos = nowNanos;
      verdict = Verdict.FOLLOWS;
    } else if (nowNanos - followedNanos > effect.within().toNanos()) {
      verdict = Verdict.DOES_NOT;
    }
    return verdict == before ? Optional.empty() : Optional.of(verdict);
  }

  /** What is measured, in words: {@code heatpump-07/power is 4180 W}. */
  String measured() {
    return String.format(Locale.ROOT, "%s is %.0f W", power(), powerW().orElse(Double.NaN));
  }

  private PointId power() {
    return new PointId(device, effect.point());
  }

  private OptionalDouble powerW() {
    OptionalLong received = field.receivedNanos(power());
    return received.isPresent() && received.getAsLong() - beganNanos > 0
        ? field.reading(power()).map(Reading::good).orElse(OptionalDouble.empty())
        : OptionalDouble.empty();
  }

  private OptionalDouble wantedW() {
    if (effect.percentOf().isEmpty()) {
      return OptionalDouble.of(setpoint);
    }
    OptionalDouble wholeW =
        field
            .reading(new PointId(device, effect.percentOf().get()))
            .map(Reading::good)
            .orElse(OptionalDouble.empty());
    return wholeW.isEmpty() ? wholeW : OptionalDouble.of(setpoint / PERCENT * wholeW.getAsDouble());
  }
}
