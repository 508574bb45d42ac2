package org.wattward.devices.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.wattward.devices.quantity.Unit;

/**
 * One point of a device type.
 *
 * @param name the point's name, standard where the kind has one
 * @param title what it is, in a few words, for pages
 * @param form what sort of number it is
 * @param unit the unit of its values after scaling
 * @param min least value that can be true, in {@code unit}; a reading below it is bad
 * @param max greatest value that can be true, in {@code unit}
 * @param readable whether it can be read
 * @param pollGroup how often it is read
 * @param address where it lives
 * @param writing how it is written, for writable points
 * @param recording which of its readings are recorded
 * @param alarms limits on its values beyond which an alarm is raised
 */
public record PointTemplate(
    String name,
    String title,
    Form form,
    Unit unit,
    double min,
    double max,
    boolean readable,
    PollGroup pollGroup,
    Address address,
    Optional<Writing> writing,
    Recording recording,
    List<AlarmLimit> alarms) {
  public PointTemplate {
    alarms = List.copyOf(alarms);
  }

  /** A point of which every reading is recorded and no value alarming. */
  public PointTemplate(
      String name,
      String title,
      Form form,
      Unit unit,
      double min,
      double max,
      boolean readable,
      PollGroup pollGroup,
      Address address,
      Optional<Writing> writing) {
    this(
        name,
        title,
        form,
        unit,
        min,
        max,
        readable,
        pollGroup,
        address,
        writing,
        Recording.EVERY,
        List.of());
  }

  /** The same point, living elsewhere. */
  public PointTemplate at(Address other) {
    return new PointTemplate(
        name, title, form, unit, min, max, readable, pollGroup, other, writing, recording, alarms);
  }

  /** What sort of number a point's value is. */
  public enum Form {
    /** A measured or set quantity. */
    NUMBER,
    /** 0 or 1. */
    SWITCH,
    /** A whole number that stands for a state. */
    STATE,
    /** A quantity that only grows, except when it wraps or is reset. */
    COUNTER
  }

  /** How often a point is read; the periods are the link's. */
  public enum PollGroup {
    FAST,
    NORMAL,
    SLOW,
    ONCE
  }

  /**
   * How a writable point is written and left alone.
   *
   * @param min least value that may be written, in the point's unit
   * @param max greatest value that may be written
   * @param step values are rounded down to multiples of it from {@code min}; 0 for none
   * @param safe the value on a clean stop and whenever nothing better is known
   * @param relinquishDefault the value when nobody asks for anything
   * @param refresh how often the value is written again without a change; zero for never
   * @param watchdog after which silence the device returns to {@code safe} by itself; zero if never
   * @param minSpacing least time between two writes (flash, slow controllers); zero for none
   * @param tolerance how far the value read back may differ and still count as verified
   * @param maxRampPerS greatest change per second, in the point's unit; infinite for none
   * @param minHold least time a value must stay before it is changed again by a request below level
   *     6 (a compressor's minimum on and off time); zero for none
   * @param effect what can be measured once the value has its effect, if anything
   */
  public record Writing(
      double min,
      double max,
      double step,
      double safe,
      double relinquishDefault,
      Duration refresh,
      Duration watchdog,
      Duration minSpacing,
      double tolerance,
      double maxRampPerS,
      Duration minHold,
      Optional<Effect> effect) {
    /** A writing whose effect cannot be measured. */
    public Writing(
        double min,
        double max,
        double step,
        double safe,
        double relinquishDefault,
        Duration refresh,
        Duration watchdog,
        Duration minSpacing,
        double tolerance,
        double maxRampPerS,
        Duration minHold) {
      this(
          min,
          max,
          step,
          safe,
          relinquishDefault,
          refresh,
          watchdog,
          minSpacing,
          tolerance,
          maxRampPerS,
          minHold,
          Optional.empty());
    }
  }

  /** Whether the point can be written. */
  public boolean isWritable() {
    return writing.isPresent();
  }
}
