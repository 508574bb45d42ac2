package org.wattward.controller.record;

import java.util.List;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.Reading;

/**
 * Takes everything that happens to the record. Never blocks and never throws: what the database
 * cannot take now waits. Any thread.
 */
public interface Recorder {
  /** Readings as they arrived. */
  void readings(List<Reading> readings);

  /** A new decision, or the same one again when its write came further. */
  void decision(Decision decision);

  /** An alarm that was raised, acknowledged or cleared. */
  void alarm(Alarm alarm);

  /** Something a person or program did. */
  void audit(AuditEntry entry);

  /** Something that became of a rule package. */
  void rulePackage(PackageNote note);

  /** What a rule package on trial decided. */
  void trial(TrialNote note);

  /** A condition that began or ended to hold. */
  void condition(ConditionNote note);
}
