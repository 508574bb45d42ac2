package org.wattward.controller.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.wattward.controller.alarm.Alarm;
import org.wattward.controller.arbitration.Decision;
import org.wattward.controller.record.AuditEntry;
import org.wattward.controller.record.PackageNote;
import org.wattward.controller.record.Recorder;
import org.wattward.controller.record.TrialNote;
import org.wattward.devices.point.Reading;

/** Keeps what is recorded about rules. */
public final class MemoryRecorder implements Recorder {
  public final List<AuditEntry> audited = Collections.synchronizedList(new ArrayList<>());
  final List<PackageNote> packages = Collections.synchronizedList(new ArrayList<>());
  final List<TrialNote> trials = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void readings(List<Reading> readings) {}

  @Override
  public void decision(Decision decision) {}

  @Override
  public void alarm(Alarm alarm) {}

  @Override
  public void audit(AuditEntry entry) {
    audited.add(entry);
  }

  @Override
  public void rulePackage(PackageNote note) {
    packages.add(note);
  }

  @Override
  public void trial(TrialNote note) {
    trials.add(note);
  }
}
