package org.wattward.controller.simulation;

import java.util.List;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.PackageNote;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.record.TrialNote;
import org.wattward.devices.point.Reading;

/** Keeps nothing: a simulated year is told by its sums. */
public record NoRecord() implements Recorder {
  @Override
  public void readings(List<Reading> readings) {}

  @Override
  public void decision(Decision decision) {}

  @Override
  public void alarm(Alarm alarm) {}

  @Override
  public void audit(AuditEntry entry) {}

  @Override
  public void trial(TrialNote note) {}

  @Override
  public void rulePackage(PackageNote note) {}
}
