package org.wattward.controller.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.wattward.controller.arbitration.Decision.Clip;
import org.wattward.devices.template.PointTemplate.Writing;

/**
 * What the equipment can bear, applied last and to every value, whoever wants it. In this order:
 *
 * <ol>
 *   <li>range: the value is brought between least and greatest value that may be written;
 *   <li>step: it is rounded down to a step, or up where rounding down would leave a limit that has
 *       a step within;
 *   <li>interlock: while another point of the device does not allow it to leave its value of rest,
 *       it has that value at once, whoever wants another; nothing of what follows delays it;
 *   <li>minimum hold and starts per hour: the setpoint stays until its time is over, unless level 1
 *       to 5 sets the value; the limits of these levels bind the value held;
 *   <li>ramp: the setpoint goes towards the value, at most once in a second (longer, where a step
 *       or the write spacing needs longer) and then as far as it may in that time;
 *   <li>fleet: it stays while as many of its fleet as may change at a time have just done so,
 *       unless level 1 to 5 sets the value or a limit of these levels demands another one;
 *   <li>write spacing: it stays until the device may be written again.
 * </ol>
 */
final class EquipmentRules {
  /** How often a setpoint on a ramp is moved. */
  private static final long RAMP_PERIOD_NANOS = 1_000_000_000L;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Equipment equipment;
  private final Writing writing;
  private final PointMemory memory;
  private final long nowNanos;
  private final Circumstances circumstances;
  private final List<Clip> clips = new ArrayList<>();
  private OptionalLong dueNanos = OptionalLong.empty();

  EquipmentRules(
      Equipment equipment, PointMemory memory, long nowNanos, Circumstances circumstances) {
    this.equipment = equipment;
    this.writing = equipment.writing();
    this.memory = memory;
    this.nowNanos = nowNanos;
    this.circumstances = circumstances;
  }

  /**
   * What came out.
   *
   * @param dueNanos when time alone may change it
   */
  record Result(double value, List<Clip> clips, OptionalLong dueNanos) {}

  /**
   * Applies everything.
   *
   * @param limits the value after limits, and these
   * @param level the winner's level
   */
  Result apply(Limits limits, int level) {
    double value = step(range(limits.value()), limits.bounds());
    if (circumstances.blocked().isPresent()) {
      return new Result(rest(circumstances.blocked().get(), value), List.copyOf(clips), dueNanos);
    }
    if (memory.setpoint().isPresent()) {
      double current = clampToRange(memory.setpoint().getAsDouble());
      if (level > Limits.HARD) {
        value = hold(current, value, limits.hard());
        value = starts(current, value, limits.hard());
      }
      value = ramp(current, value);
      if (level > Limits.HARD) {
        value = fleet(current, value, limits.hard());
      }
      value = spacing(memory.setpoint().getAsDouble(), value);
    }
    return new Result(value, List.copyOf(clips), dueNanos);
  }

  private double range(double value) {
    double inRange = clampToRange(value);
    if (inRange != value) {
      clip(
          "range",
          value,
          inRange,
          "%s takes %s to %s."
              .formatted(equipment.point(), say(writing.min()), say(writing.max())));
    }
    return inRange;
  }

  private double step(double value, Bounds bounds) {
    double stepped = stepDown(value);
    if (!bounds.holds(stepped) && bounds.holds(value)) {
      double up = stepped + writing.step();
      if (bounds.holds(up) && up <= writing.max()) {
        stepped = up;
      }
    }
    if (stepped != value) {
      clip(
          "step",
          value,
          stepped,
          "%s goes in steps of %s from %s."
              .formatted(equipment.point(), say(writing.step()), say(writing.min())));
    }
    return stepped;
  }

  private double rest(Circumstances.Blocked blocked, double value) {
    double rest = clampToRange(blocked.rest());
    if (rest != value) {
      clip("interlock", value, rest, blocked.why());
    }
    return rest;
  }

  private double fleet(double current, double value, Bounds hard) {
    double held = stay(current, hard);
    if (circumstances.full().isEmpty() || held == value) {
      return value;
    }
    due(circumstances.full().get().untilNanos());
    clip("fleet", value, held, circumstances.full().get().why());
    return held;
  }

  private double hold(double current, double value, Bounds hard) {
    long heldNanos = nowNanos - memory.changedNanos();
    long holdNanos = writing.minHold().toNanos();
    if (value == current || heldNanos >= holdNanos) {
      return value;
    }
    double held = stay(current, hard);
    if (held != value) {
      due(memory.changedNanos() + holdNanos);
      clip(
          "minimum hold",
          value,
          held,
          "%s keeps a value for at least %s and changed %s ago."
              .formatted(equipment.point(), Words.span(holdNanos), Words.span(heldNanos)));
    }
    return held;
  }

  private double starts(double current, double value, Bounds hard) {
    if (equipment.maxStartsPerHour() == 0 || current > writing.min() || value <= writing.min()) {
      return value;
    }
    List<Long> lately =
        memory.startsNanos().stream()
            .filter(start -> nowNanos - start < PointMemory.HOUR_NANOS)
            .toList();
    if (lately.size() < equipment.maxStartsPerHour()) {
      return value;
    }
    if (stay(current, hard) > writing.min()) {
      return value; // a limit above minimum times starts it anyway
    }
    due(lately.get(lately.size() - equipment.maxStartsPerHour()) + PointMemory.HOUR_NANOS);
    clip(
        "starts per hour",
        value,
        current,
        "%s may start %d times in an hour and has done so."
            .formatted(equipment.point(), equipment.maxStartsPerHour()));
    return current;
  }

  /** The value it has, brought within the limits that stand above minimum times. */
  private double stay(double current, Bounds hard) {
    return hard.holds(current) ? current : stepDown(clampToRange(hard.clamp(current)));
  }

  private double ramp(double current, double value) {
    if (Double.isInfinite(writing.maxRampPerS()) || value == current) {
      return value;
    }
    long windowNanos = rampWindowNanos();
    long sinceNanos = nowNanos - memory.changedNanos();
    double distance = Math.abs(value - current);
    double reach = reach(Math.min(sinceNanos, windowNanos));
    if (distance <= reach) {
      return value;
    }
    // Moved only once in a window, else every new reading would cause another small write.
    double ramped = sinceNanos < windowNanos ? current : towards(current, value, reach);
    long fromNanos = ramped == current ? memory.changedNanos() : nowNanos;
    double left = Math.abs(value - ramped) / writing.maxRampPerS();
    due(fromNanos + Math.min(windowNanos, (long) Math.ceil(left * NANOS_PER_SECOND)));
    clip(
        "ramp",
        value,
        ramped,
        "%s may change by at most %s a second; it stands at %s."
            .formatted(equipment.point(), say(writing.maxRampPerS()), say(current)));
    return ramped;
  }

  private double reach(long nanos) {
    return writing.maxRampPerS() * nanos / NANOS_PER_SECOND;
  }

  /**
   * The furthest step within reach, so that a value on a ramp is one that may be set. A value found
   * on the device may lie between two steps; the reach holds for that too.
   */
  private double towards(double current, double value, double reach) {
    if (writing.step() <= 0) {
      return current + Math.signum(value - current) * reach;
    }
    if (value > current) {
      return Math.max(current, stepDown(current + reach));
    }
    double down = stepDown(current - reach);
    double nearer = down < current - reach ? down + writing.step() : down;
    return Math.min(current, clampToRange(nearer));
  }

  /** Long enough for a step and for the next write, else a fine ramp would never move. */
  private long rampWindowNanos() {
    double stepNanos = writing.step() / writing.maxRampPerS() * NANOS_PER_SECOND;
    long spacingNanos = writing.minSpacing().toNanos();
    return Math.max(RAMP_PERIOD_NANOS, Math.max((long) Math.ceil(stepNanos), spacingNanos));
  }

  private double spacing(double current, double value) {
    long sinceNanos = nowNanos - memory.changedNanos();
    long spacingNanos = writing.minSpacing().toNanos();
    boolean mayStay = clampToRange(current) == current;
    if (value == current || sinceNanos >= spacingNanos || !mayStay) {
      return value;
    }
    due(memory.changedNanos() + spacingNanos);
    clip(
        "write spacing",
        value,
        current,
        "%s is written at most every %s and was written %s ago."
            .formatted(equipment.point(), Words.span(spacingNanos), Words.span(sinceNanos)));
    return current;
  }

  private double clampToRange(double value) {
    return Math.max(writing.min(), Math.min(writing.max(), value));
  }

  private double stepDown(double value) {
    if (writing.step() <= 0) {
      return value;
    }
    // What is a step but for rounding in the last bits counts as that step.
    double steps = Math.floor((value - writing.min()) / writing.step() + 1e-9);
    return clampToRange(writing.min() + Math.max(0, steps) * writing.step());
  }

  private void clip(String by, double from, double to, String why) {
    clips.add(new Clip(by, from, to, why));
  }

  private void due(long nanos) {
    dueNanos = Arbiter.sooner(dueNanos, nanos);
  }

  private String say(double value) {
    return Words.value(value, equipment.unit());
  }
}
