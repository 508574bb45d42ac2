package org.wattward.controller.record;

import java.util.List;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.devices.point.Reading;

/** Keeps nothing: for runs that are told by their sums, as a simulated year or a measurement. */
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
  public void condition(ConditionNote note) {}

  @Override
  public void rulePackage(PackageNote note) {}
}
