package org.wattward.controller.record;

import java.time.Instant;
import java.util.List;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.Reading;

/** Something to be recorded. */
sealed interface Entry {
  /** Readings as they arrived. */
  record Readings(List<Reading> readings) implements Entry {
    public Readings {
      readings = List.copyOf(readings);
    }
  }

  /** A decision, or a later state of it. */
  record Decided(Decision decision) implements Entry {}

  /** An alarm, or a later state of it. */
  record Alarmed(Alarm alarm) implements Entry {}

  /** Something done by somebody. */
  record Audited(AuditEntry audit) implements Entry {}

  /** Something that became of a rule package. */
  record Ruled(PackageNote note) implements Entry {}

  /** What a rule package on trial decided. */
  record Tried(TrialNote note) implements Entry {}

  /** A condition that began or ended to hold. */
  record Stated(ConditionNote note) implements Entry {}

  /**
   * Readings that were given up.
   *
   * @param from time of the earliest
   * @param to time of the latest
   * @param readings how many
   * @param reason a sentence
   */
  record Gap(Instant from, Instant to, long readings, String reason) implements Entry {
    Gap and(Gap other) {
      return new Gap(
          from.isBefore(other.from) ? from : other.from,
          to.isAfter(other.to) ? to : other.to,
          readings + other.readings,
          reason);
    }

    static Gap of(Readings given, String reason) {
      Instant from = given.readings().getFirst().time();
      Instant to = from;
      for (Reading reading : given.readings()) {
        from = reading.time().isBefore(from) ? reading.time() : from;
        to = reading.time().isAfter(to) ? reading.time() : to;
      }
      return new Gap(from, to, given.readings().size(), reason);
    }
  }

  /** How many rows it comes to. */
  default int rows() {
    return this instanceof Readings(List<Reading> readings) ? readings.size() : 1;
  }
}
